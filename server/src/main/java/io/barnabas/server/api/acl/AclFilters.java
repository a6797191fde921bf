package io.barnabas.server.api.acl;

import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.CloseConnection;
import org.jspecify.annotations.Nullable;

/** Reads the filters of requests. */
final class AclFilters {
  private static final byte UNKNOWN = 0;

  private AclFilters() {}

  static AclFilter of(
      byte resourceType,
      @Nullable String name,
      byte patternType,
      @Nullable String principal,
      @Nullable String host,
      byte operation,
      byte permission) {
    return new AclFilter(
        ResourceType.ofId(resourceType),
        name,
        PatternType.ofId(patternType),
        principal,
        host,
        AclOperation.ofId(operation),
        AclPermission.ofId(permission));
  }

  /** What no client may send: words that stand for words not known. */
  static void refuseUnknown(byte... words) {
    for (byte word : words) {
      if (word == UNKNOWN) {
        throw new CloseConnection("a request about ACLs with unknown elements");
      }
    }
  }
}
