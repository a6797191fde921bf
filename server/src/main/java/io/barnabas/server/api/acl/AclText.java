package io.barnabas.server.api.acl;

import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.AccessControlEntry;

/** ACLs in words, for those who read logs. */
final class AclText {
  private AclText() {}

  /** Such as {@code ALLOW User:alice from * READ TOPIC PREFIXED:orders-}. */
  static String of(AccessControlEntry entry) {
    return AclPermission.ofId(entry.permissionType())
        + " "
        + entry.principal()
        + " from "
        + entry.host()
        + " "
        + AclOperation.ofId(entry.operation())
        + " "
        + ResourceType.ofId(entry.resourceType())
        + " "
        + PatternType.ofId(entry.patternType())
        + ":"
        + entry.resourceName();
  }
}
