package io.barnabas.server.api.acl;

import io.barnabas.codec.message.CreateAclsRequest;
import io.barnabas.codec.message.DeleteAclsRequest;
import io.barnabas.codec.message.DescribeAclsRequest;
import io.barnabas.server.api.CloseConnection;

/**
 * What no client may send about ACLs: words that stand for words not known. As with Apache Kafka,
 * which does not get as far as asking who it is, such a request ends the connection. Pure
 * functions; each throws {@link CloseConnection}.
 */
public final class UnknownElements {
  private static final byte UNKNOWN = 0;

  private UnknownElements() {}

  public static void refuse(CreateAclsRequest request) {
    for (CreateAclsRequest.AclCreation each : request.creations()) {
      refuse(
          each.resourceType(), each.resourcePatternType(), each.operation(), each.permissionType());
    }
  }

  public static void refuse(DeleteAclsRequest request) {
    for (DeleteAclsRequest.DeleteAclsFilter each : request.filters()) {
      refuse(
          each.resourceTypeFilter(),
          each.patternTypeFilter(),
          each.operation(),
          each.permissionType());
    }
  }

  public static void refuse(DescribeAclsRequest request) {
    refuse(
        request.resourceTypeFilter(),
        request.patternTypeFilter(),
        request.operation(),
        request.permissionType());
  }

  private static void refuse(byte... words) {
    for (byte word : words) {
      if (word == UNKNOWN) {
        throw new CloseConnection("a request about ACLs with unknown elements");
      }
    }
  }
}
