package io.barnabas.server.api;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;

/**
 * What a client may do with a resource, as bits numbered by the ids of ACL operations (KIP-430).
 * Without an authorizer everything that exists for the kind of resource is allowed; where there is
 * one, guards replace what handlers tell.
 */
public final class AuthorizedOperations {
  /** Not asked for. */
  public static final int OMITTED = Integer.MIN_VALUE;

  private static final int ON_CLUSTER =
      bits(
          AclOperation.CREATE,
          AclOperation.CLUSTER_ACTION,
          AclOperation.DESCRIBE_CONFIGS,
          AclOperation.ALTER_CONFIGS,
          AclOperation.IDEMPOTENT_WRITE,
          AclOperation.ALTER,
          AclOperation.DESCRIBE);
  private static final int ON_TOPIC =
      bits(
          AclOperation.READ,
          AclOperation.WRITE,
          AclOperation.CREATE,
          AclOperation.DELETE,
          AclOperation.ALTER,
          AclOperation.DESCRIBE,
          AclOperation.DESCRIBE_CONFIGS,
          AclOperation.ALTER_CONFIGS);
  private static final int ON_GROUP =
      bits(
          AclOperation.READ,
          AclOperation.DELETE,
          AclOperation.DESCRIBE,
          AclOperation.DESCRIBE_CONFIGS,
          AclOperation.ALTER_CONFIGS);

  private AuthorizedOperations() {}

  private static int bits(AclOperation... operations) {
    int bits = 0;
    for (AclOperation operation : operations) {
      bits |= 1 << operation.id();
    }
    return bits;
  }

  /** All that can be done with a kind of resource that tells of it. */
  public static int on(ResourceType type) {
    return switch (type) {
      case CLUSTER -> ON_CLUSTER;
      case TOPIC -> ON_TOPIC;
      case GROUP -> ON_GROUP;
      default -> throw new IllegalArgumentException("operations are not told of a " + type);
    };
  }

  public static int onCluster(boolean asked) {
    return asked ? ON_CLUSTER : OMITTED;
  }

  public static int onTopic(boolean asked) {
    return asked ? ON_TOPIC : OMITTED;
  }

  public static int onGroup(boolean asked) {
    return asked ? ON_GROUP : OMITTED;
  }
}
