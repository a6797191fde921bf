package io.barnabas.metadata.acl;

import io.barnabas.metadata.image.AccessControlEntry;
import org.jspecify.annotations.Nullable;

/**
 * Which ACLs somebody means (KIP-140, KIP-290).
 *
 * @param name null for all resources
 * @param principal null for everybody
 * @param host null for all hosts
 */
public record AclFilter(
    ResourceType resourceType,
    @Nullable String name,
    PatternType patternType,
    @Nullable String principal,
    @Nullable String host,
    AclOperation operation,
    AclPermission permission) {

  /** Whether the resources meant are told in words that this version does not know. */
  public boolean isPatternUnknown() {
    return resourceType == ResourceType.UNKNOWN || patternType == PatternType.UNKNOWN;
  }

  /** Whether what is allowed or denied is told in words that this version does not know. */
  public boolean isEntryUnknown() {
    return operation == AclOperation.UNKNOWN || permission == AclPermission.UNKNOWN;
  }

  /** The one ACL that is meant where everything is told of it; null where several may be. */
  public @Nullable AccessControlEntry only() {
    boolean isWhole =
        resourceType != ResourceType.ANY
            && (patternType == PatternType.LITERAL || patternType == PatternType.PREFIXED)
            && operation != AclOperation.ANY
            && permission != AclPermission.ANY;
    return isWhole && name != null && principal != null && host != null
        ? new AccessControlEntry(
            resourceType.id(),
            name,
            patternType.id(),
            principal,
            host,
            operation.id(),
            permission.id())
        : null;
  }

  /** Whether an ACL is one of those meant. */
  public boolean matches(AccessControlEntry entry) {
    return matchesPattern(entry)
        && (principal == null || principal.equals(entry.principal()))
        && (host == null || host.equals(entry.host()))
        && (operation == AclOperation.ANY || operation.id() == entry.operation())
        && (permission == AclPermission.ANY || permission.id() == entry.permissionType());
  }

  private boolean matchesPattern(AccessControlEntry entry) {
    if (resourceType != ResourceType.ANY && resourceType.id() != entry.resourceType()) {
      return false;
    }
    boolean sameType = patternType == PatternType.ANY || patternType.id() == entry.patternType();
    if (!sameType && patternType != PatternType.MATCH) {
      return false;
    }
    if (name == null || (sameType && name.equals(entry.resourceName()))) {
      return true;
    }
    return patternType == PatternType.MATCH && applies(name, entry);
  }

  private static boolean applies(String name, AccessControlEntry entry) {
    return switch (PatternType.ofId(entry.patternType())) {
      case LITERAL ->
          name.equals(entry.resourceName()) || entry.resourceName().equals(AclIndex.EVERY_NAME);
      case PREFIXED -> name.startsWith(entry.resourceName());
      default -> false;
    };
  }
}
