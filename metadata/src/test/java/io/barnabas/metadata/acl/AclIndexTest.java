package io.barnabas.metadata.acl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.acl.AclVerdict.Outcome;
import io.barnabas.metadata.image.AccessControlEntry;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.internals.PluginMetricsImpl;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.auth.SecurityProtocol;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.apache.kafka.server.authorizer.Action;
import org.apache.kafka.server.authorizer.AuthorizableRequestContext;
import org.apache.kafka.server.authorizer.AuthorizationResult;
import org.junit.jupiter.api.Test;

/** The index against the plainest reading of the rules, and against Apache Kafka's authorizer. */
final class AclIndexTest {
  private static final List<String> NAMES =
      List.of("a", "ab", "abc", "abd", "b", "ba", "*", "a*", "longer-name", "longer");
  private static final List<String> PRINCIPALS =
      List.of("User:alice", "User:bob", "User:*", "Group:alice");
  private static final List<String> HOSTS = List.of("10.1.2.3", "10.9.9.9", "0:0:0:0:0:0:0:1");
  private static final List<String> HOST_PATTERNS =
      List.of("*", "*", "10.1.2.3", "10.1.0.0/16", "10.0.0.0/8", "::/0", "::1/128", "0.0.0.0/0");
  private static final long SEED = Long.getLong("seed", new Random().nextLong());

  private final Random random = new Random(SEED);

  @Test
  void shouldDecideAsThePlainRulesAndApacheKafkaDo() throws Exception {
    for (int round = 0; round < 60; round++) {
      List<AccessControlEntry> entries = new ArrayList<>();
      AclIndex index = AclIndex.EMPTY;
      int count = random.nextInt(14);
      for (int i = 0; i < count + 6; i++) {
        AccessControlEntry entry = entry();
        if (!entries.contains(entry)) {
          entries.add(entry);
          index = index.with(entry);
        }
      }
      for (int i = 0; i < 6 && !entries.isEmpty(); i++) {
        index = index.without(entries.remove(random.nextInt(entries.size())));
      }
      compare(index, entries, round % 2 == 0);
    }
  }

  private void compare(AclIndex index, List<AccessControlEntry> entries, boolean allowIfNone)
      throws Exception {
    try (StandardAuthorizer kafka = kafka(entries, allowIfNone)) {
      for (int i = 0; i < 150; i++) {
        AclQuery query = query();
        AclVerdict verdict = index.decide(query);
        String what = "seed " + SEED + ": " + query + " by " + entries;
        assertEquals(naive(entries, query), verdict.outcome(), what);
        boolean allowed =
            verdict.outcome() == Outcome.ALLOWED
                || (verdict.outcome() == Outcome.NO_ACLS && allowIfNone);
        assertEquals(asksKafka(kafka, query), allowed, what);
        if (!allowIfNone) {
          assertEquals(
              kafka.authorizeByResourceType(context(query), operation(query), type(query))
                  == AuthorizationResult.ALLOWED,
              index.decide(hardcoded(query)).outcome() == Outcome.ALLOWED
                  || index.allowsSomewhere(
                      query.principal(), query.host(), query.operation(), query.type()),
              "anywhere, " + what);
        }
      }
    }
  }

  /** Apache Kafka asks with a name nobody has before it looks at the entries. */
  private static AclQuery hardcoded(AclQuery query) {
    return new AclQuery(
        query.principal(), query.host(), query.operation(), query.type(), "hardcode");
  }

  private static StandardAuthorizer kafka(List<AccessControlEntry> entries, boolean allowIfNone) {
    StandardAuthorizer kafka = new StandardAuthorizer();
    kafka.configure(
        Map.of("node.id", "1", "allow.everyone.if.no.acl.found", String.valueOf(allowIfNone)));
    for (AccessControlEntry entry : entries) {
      kafka.addAcl(
          Uuid.randomUuid(),
          new StandardAcl(
              org.apache.kafka.common.resource.ResourceType.fromCode(entry.resourceType()),
              entry.resourceName(),
              org.apache.kafka.common.resource.PatternType.fromCode(entry.patternType()),
              entry.principal(),
              entry.host(),
              org.apache.kafka.common.acl.AclOperation.fromCode(entry.operation()),
              AclPermissionType.fromCode(entry.permissionType())));
    }
    kafka.withPluginMetrics(new PluginMetricsImpl(new Metrics(), Map.of()));
    kafka.completeInitialLoad();
    return kafka;
  }

  private static boolean asksKafka(StandardAuthorizer kafka, AclQuery query) throws Exception {
    Action action =
        new Action(
            operation(query),
            new ResourcePattern(
                type(query), query.name(), org.apache.kafka.common.resource.PatternType.LITERAL),
            1,
            false,
            false);
    return kafka.authorize(context(query), List.of(action)).get(0) == AuthorizationResult.ALLOWED;
  }

  private static org.apache.kafka.common.acl.AclOperation operation(AclQuery query) {
    return org.apache.kafka.common.acl.AclOperation.fromCode(query.operation().id());
  }

  private static org.apache.kafka.common.resource.ResourceType type(AclQuery query) {
    return org.apache.kafka.common.resource.ResourceType.fromCode(query.type().id());
  }

  private static AuthorizableRequestContext context(AclQuery query) throws Exception {
    String[] principal = query.principal().split(":", 2);
    return new Asker(
        new KafkaPrincipal(principal[0], principal[1]), InetAddress.getByName(query.host()));
  }

  private record Asker(KafkaPrincipal principal, InetAddress clientAddress)
      implements AuthorizableRequestContext {
    @Override
    public String listenerName() {
      return "PLAINTEXT";
    }

    @Override
    public SecurityProtocol securityProtocol() {
      return SecurityProtocol.PLAINTEXT;
    }

    @Override
    public int requestType() {
      return 0;
    }

    @Override
    public int requestVersion() {
      return 0;
    }

    @Override
    public String clientId() {
      return "test";
    }

    @Override
    public int correlationId() {
      return 0;
    }
  }

  private static Outcome naive(List<AccessControlEntry> entries, AclQuery query) {
    Outcome outcome = Outcome.NO_ACLS;
    for (AccessControlEntry entry : entries) {
      if (!appliesTo(entry, query)) {
        continue;
      }
      outcome = outcome == Outcome.NO_ACLS ? Outcome.NOT_MENTIONED : outcome;
      if (!speaksOf(entry, query)) {
        continue;
      }
      if (entry.permissionType() == AclPermission.DENY.id()) {
        return Outcome.DENIED;
      }
      outcome = Outcome.ALLOWED;
    }
    return outcome;
  }

  private static boolean appliesTo(AccessControlEntry entry, AclQuery query) {
    String name = entry.resourceName();
    return entry.resourceType() == query.type().id()
        && (entry.patternType() == PatternType.PREFIXED.id()
            ? query.name().startsWith(name)
            : name.equals("*") || name.equals(query.name()));
  }

  private static boolean speaksOf(AccessControlEntry entry, AclQuery query) {
    AclOperation operation = AclOperation.ofId(entry.operation());
    Set<AclOperation> means =
        entry.permissionType() == AclPermission.DENY.id()
            ? Set.of(operation)
            : switch (operation) {
              case READ, WRITE, DELETE, ALTER -> Set.of(operation, AclOperation.DESCRIBE);
              case ALTER_CONFIGS -> Set.of(operation, AclOperation.DESCRIBE_CONFIGS);
              default -> Set.of(operation);
            };
    return (entry.principal().equals(query.principal()) || entry.principal().equals("User:*"))
        && HostPattern.matches(entry.host(), query.host())
        && (operation == AclOperation.ALL || means.contains(query.operation()));
  }

  private AccessControlEntry entry() {
    return new AccessControlEntry(
        (byte) (2 + random.nextInt(2)),
        pick(NAMES),
        (byte) (3 + random.nextInt(2)),
        pick(PRINCIPALS),
        pick(HOST_PATTERNS),
        (byte) (2 + random.nextInt(11)),
        (byte) (random.nextInt(4) == 0 ? 2 : 3));
  }

  private AclQuery query() {
    // A user whose name is * makes Apache Kafka fail.
    return new AclQuery(
        pick(List.of("User:alice", "User:bob", "User:carol", "Group:alice")),
        pick(HOSTS),
        AclOperation.ofId((byte) (3 + random.nextInt(10))),
        random.nextBoolean() ? ResourceType.TOPIC : ResourceType.GROUP,
        pick(NAMES));
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  @Test
  void shouldKnowRangesOfHosts() {
    assertTrue(HostPattern.matches("10.1.2.128/25", "10.1.2.129"));
    assertFalse(HostPattern.matches("10.1.2.128/25", "10.1.2.127"));
    assertTrue(HostPattern.matches("2001:db8::/33", "2001:db8:7fff:0:0:0:0:1"));
    assertFalse(HostPattern.matches("2001:db8::/33", "2001:db8:8000:0:0:0:0:1"));
    assertTrue(HostPattern.matches("fe80::/10", "fe80:0:0:0:0:0:0:1%eth0"));
    assertFalse(HostPattern.matches("10.0.0.0/8", "0:0:0:0:0:0:0:1"));
    for (String wrong :
        List.of(
            "10.0.0.0/33", "10.0.0/8", "256.0.0.0/8", "name/8", "::1/129", "/", "a::1/", "1/1")) {
      assertFalse(HostPattern.isValidRange(wrong), wrong);
    }
  }
}
