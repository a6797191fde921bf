package io.barnabas.metadata.acl;

import io.barnabas.metadata.image.AccessControlEntry;
import java.util.HashSet;
import java.util.Set;

/**
 * Whether entries allow something with any resource at all, as Apache Kafka decides it: what is
 * allowed by name or prefix counts unless the same, or a prefix of it, is denied.
 */
final class SomewhereRule {
  private final Set<String> allowedNames = new HashSet<>();
  private final Set<String> allowedPrefixes = new HashSet<>();
  private final Set<String> deniedNames = new HashSet<>();
  private final Set<String> deniedPrefixes = new HashSet<>();

  /**
   * Takes an entry of the principal if it speaks of the host and the operation. What is implied by
   * another operation does not count here.
   */
  void addIf(AccessControlEntry entry, String host, AclOperation operation) {
    if (HostPattern.matches(entry.host(), host)
        && AclOperation.ofId(entry.operation()).covers(operation)) {
      add(entry);
    }
  }

  private void add(AccessControlEntry entry) {
    boolean denies = entry.permissionType() == AclPermission.DENY.id();
    boolean allows = entry.permissionType() == AclPermission.ALLOW.id();
    if (!denies && !allows) {
      return;
    }
    if (entry.patternType() == PatternType.LITERAL.id()) {
      (denies ? deniedNames : allowedNames).add(entry.resourceName());
    } else if (entry.patternType() == PatternType.PREFIXED.id()) {
      (denies ? deniedPrefixes : allowedPrefixes).add(entry.resourceName());
    }
  }

  boolean allows() {
    if (deniedNames.contains(AclIndex.EVERY_NAME)) {
      return false;
    }
    return allowedNames.contains(AclIndex.EVERY_NAME)
        || allowedNames.stream()
            .anyMatch(name -> !deniedNames.contains(name) && !isPrefixDenied(name))
        || allowedPrefixes.stream().anyMatch(prefix -> !isPrefixDenied(prefix));
  }

  private boolean isPrefixDenied(String text) {
    for (int length = 1; length <= text.length(); length++) {
      if (deniedPrefixes.contains(text.substring(0, length))) {
        return true;
      }
    }
    return false;
  }
}
