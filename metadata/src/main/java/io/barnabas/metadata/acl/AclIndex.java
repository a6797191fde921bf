package io.barnabas.metadata.acl;

import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.metadata.image.PersistentMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All ACLs, so that those for one resource and one principal are found by a few look-ups however
 * many there are: one for the whole name, one for {@code *}, and one for each length that prefixes
 * of this kind of resource have. Immutable; the next index shares most of this one.
 */
public final class AclIndex {
  public static final AclIndex EMPTY =
      new AclIndex(PersistentMap.empty(), PersistentMap.empty(), PersistentMap.empty());

  /** The literal name that stands for every name. */
  static final String EVERY_NAME = "*";

  private static final String EVERYBODY = "User:*";

  private record Pattern(byte resourceType, byte patternType, String name) {}

  private record Owned(Pattern pattern, String principal) {}

  private final PersistentMap<Owned, List<AccessControlEntry>> entries;

  /** How many entries each pattern has. */
  private final PersistentMap<Pattern, Integer> patterns;

  private final PersistentMap<Byte, PrefixLengths> prefixes;

  private AclIndex(
      PersistentMap<Owned, List<AccessControlEntry>> entries,
      PersistentMap<Pattern, Integer> patterns,
      PersistentMap<Byte, PrefixLengths> prefixes) {
    this.entries = entries;
    this.patterns = patterns;
    this.prefixes = prefixes;
  }

  /** An index with one entry more. */
  public AclIndex with(AccessControlEntry entry) {
    Pattern pattern = pattern(entry);
    Owned owned = new Owned(pattern, entry.principal());
    List<AccessControlEntry> more = new ArrayList<>(of(owned));
    more.add(entry);
    Integer before = patterns.get(pattern);
    return new AclIndex(
        entries.with(owned, List.copyOf(more)),
        patterns.with(pattern, before == null ? 1 : before + 1),
        before == null && isPrefix(entry)
            ? prefixes.with(
                entry.resourceType(),
                lengths(entry.resourceType()).with(entry.resourceName().length()))
            : prefixes);
  }

  /** An index with one entry less; the same if it is not there. */
  public AclIndex without(AccessControlEntry entry) {
    Pattern pattern = pattern(entry);
    Owned owned = new Owned(pattern, entry.principal());
    List<AccessControlEntry> fewer = new ArrayList<>(of(owned));
    Integer before = patterns.get(pattern);
    if (!fewer.remove(entry) || before == null) {
      return this;
    }
    return new AclIndex(
        fewer.isEmpty() ? entries.without(owned) : entries.with(owned, List.copyOf(fewer)),
        before == 1 ? patterns.without(pattern) : patterns.with(pattern, before - 1),
        before == 1 && isPrefix(entry)
            ? prefixes.with(
                entry.resourceType(),
                lengths(entry.resourceType()).without(entry.resourceName().length()))
            : prefixes);
  }

  /** What the entries say: one that denies outweighs all that allow. */
  public AclVerdict decide(AclQuery query) {
    Search search = new Search(query);
    byte type = query.type().id();
    String name = query.name();
    search.look(new Pattern(type, PatternType.LITERAL.id(), name));
    if (!name.equals(EVERY_NAME)) {
      search.look(new Pattern(type, PatternType.LITERAL.id(), EVERY_NAME));
    }
    for (int length : lengths(type).ascending()) {
      if (length > name.length() || search.isOver()) {
        break;
      }
      search.look(new Pattern(type, PatternType.PREFIXED.id(), name.substring(0, length)));
    }
    return search.verdict();
  }

  /**
   * Whether there may be any resource of a kind with which the principal may do this: one that is
   * allowed and not as a whole denied. Looks at every entry.
   */
  public boolean allowsSomewhere(
      String principal, String host, AclOperation operation, ResourceType type) {
    SomewhereRule rule = new SomewhereRule();
    entries.forEach(
        (owned, some) -> {
          if (owned.pattern().resourceType() == type.id() && isMeant(owned, principal)) {
            for (AccessControlEntry entry : some) {
              // What is implied by another operation does not count here, as in Apache Kafka.
              if (HostPattern.matches(entry.host(), host)
                  && AclOperation.ofId(entry.operation()).covers(operation)) {
                rule.add(entry);
              }
            }
          }
        });
    return rule.allows();
  }

  private static boolean isMeant(Owned owned, String principal) {
    return owned.principal().equals(principal) || owned.principal().equals(EVERYBODY);
  }

  private List<AccessControlEntry> of(Owned owned) {
    List<AccessControlEntry> found = entries.get(owned);
    return found == null ? List.of() : found;
  }

  private PrefixLengths lengths(byte resourceType) {
    PrefixLengths found = prefixes.get(resourceType);
    return found == null ? PrefixLengths.NONE : found;
  }

  private static Pattern pattern(AccessControlEntry entry) {
    return new Pattern(entry.resourceType(), entry.patternType(), entry.resourceName());
  }

  private static boolean isPrefix(AccessControlEntry entry) {
    return entry.patternType() == PatternType.PREFIXED.id();
  }

  /** One query on its way through the patterns that may apply. */
  private final class Search {
    private final AclQuery query;
    private boolean anything;
    private @Nullable AccessControlEntry allowing;
    private @Nullable AccessControlEntry denying;

    Search(AclQuery query) {
      this.query = query;
    }

    boolean isOver() {
      return denying != null;
    }

    void look(Pattern pattern) {
      if (isOver() || patterns.get(pattern) == null) {
        return;
      }
      anything = true;
      look(new Owned(pattern, query.principal()));
      if (!query.principal().equals(EVERYBODY)) {
        look(new Owned(pattern, EVERYBODY));
      }
    }

    private void look(Owned owned) {
      for (AccessControlEntry entry : of(owned)) {
        if (!HostPattern.matches(entry.host(), query.host())) {
          continue;
        }
        AclOperation operation = AclOperation.ofId(entry.operation());
        AclPermission permission = AclPermission.ofId(entry.permissionType());
        if (permission == AclPermission.ALLOW && operation.implies(query.operation())) {
          allowing = entry;
        } else if (permission == AclPermission.DENY && operation.covers(query.operation())) {
          denying = entry;
          return;
        }
      }
    }

    AclVerdict verdict() {
      if (denying != null) {
        return new AclVerdict(AclVerdict.Outcome.DENIED, denying);
      }
      if (allowing != null) {
        return new AclVerdict(AclVerdict.Outcome.ALLOWED, allowing);
      }
      return anything ? AclVerdict.NOT_MENTIONED : AclVerdict.NO_ACLS;
    }
  }
}
