package io.barnabas.server.api.acl;

import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import org.jspecify.annotations.Nullable;

/** Reads the filters of requests. */
final class AclFilters {
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
}
