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

  private record Owner(byte resourceType, String principal) {}

  /** What each principal has of each kind of resource. */
  private final PersistentMap<Owner, PersistentMap<Pattern, List<AccessControlEntry>>> owned;

  /** How many entries each pattern has. */
  private final PersistentMap<Pattern, Integer> patterns;

  private final PersistentMap<Byte, PrefixLengths> prefixes;

  private AclIndex(
      PersistentMap<Owner, PersistentMap<Pattern, List<AccessControlEntry>>> owned,
      PersistentMap<Pattern, Integer> patterns,
      PersistentMap<Byte, PrefixLengths> prefixes) {
    this.owned = owned;
    this.patterns = patterns;
    this.prefixes = prefixes;
  }

  /** An index with one entry more. */
  public AclIndex with(AccessControlEntry entry) {
    Pattern pattern = pattern(entry);
    Owner owner = new Owner(entry.resourceType(), entry.principal());
    var before = of(owner);
    List<AccessControlEntry> more = new ArrayList<>(of(before, pattern));
    more.add(entry);
    Integer count = patterns.get(pattern);
    return new AclIndex(
        owned.with(owner, before.with(pattern, List.copyOf(more))),
        patterns.with(pattern, count == null ? 1 : count + 1),
        count == null && isPrefix(entry)
            ? prefixes.with(
                entry.resourceType(),
                lengths(entry.resourceType()).with(entry.resourceName().length()))
            : prefixes);
  }

  /** An index with one entry less; the same if it is not there. */
  public AclIndex without(AccessControlEntry entry) {
    Pattern pattern = pattern(entry);
    Owner owner = new Owner(entry.resourceType(), entry.principal());
    var before = of(owner);
    List<AccessControlEntry> fewer = new ArrayList<>(of(before, pattern));
    Integer count = patterns.get(pattern);
    if (!fewer.remove(entry) || count == null) {
      return this;
    }
    var after =
        fewer.isEmpty() ? before.without(pattern) : before.with(pattern, List.copyOf(fewer));
    return new AclIndex(
        after.size() == 0 ? owned.without(owner) : owned.with(owner, after),
        count == 1 ? patterns.without(pattern) : patterns.with(pattern, count - 1),
        count == 1 && isPrefix(entry)
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
   * allowed and not as a whole denied. Looks at all that the principal has.
   */
  public boolean allowsSomewhere(
      String principal, String host, AclOperation operation, ResourceType type) {
    SomewhereRule rule = new SomewhereRule();
    for (String each : List.of(principal, EVERYBODY)) {
      of(new Owner(type.id(), each))
          .forEach((pattern, some) -> some.forEach(entry -> rule.addIf(entry, host, operation)));
    }
    return rule.allows();
  }

  private PersistentMap<Pattern, List<AccessControlEntry>> of(Owner owner) {
    PersistentMap<Pattern, List<AccessControlEntry>> found = owned.get(owner);
    return found == null ? PersistentMap.empty() : found;
  }

  private static List<AccessControlEntry> of(
      PersistentMap<Pattern, List<AccessControlEntry>> some, Pattern pattern) {
    List<AccessControlEntry> found = some.get(pattern);
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
    private final PersistentMap<Pattern, List<AccessControlEntry>> own;
    private final PersistentMap<Pattern, List<AccessControlEntry>> everybodys;
    private boolean anything;
    private @Nullable AccessControlEntry allowing;
    private @Nullable AccessControlEntry denying;

    Search(AclQuery query) {
      this.query = query;
      this.own = of(new Owner(query.type().id(), query.principal()));
      this.everybodys = of(new Owner(query.type().id(), EVERYBODY));
    }

    boolean isOver() {
      return denying != null;
    }

    void look(Pattern pattern) {
      if (isOver() || patterns.get(pattern) == null) {
        return;
      }
      anything = true;
      look(of(own, pattern));
      look(of(everybodys, pattern));
    }

    private void look(List<AccessControlEntry> entries) {
      for (AccessControlEntry entry : entries) {
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
