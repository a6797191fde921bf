package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.AclPermission;
import io.barnabas.metadata.acl.PatternType;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.metadata.quorum.ImmediateQuorum;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.metadata.authorizer.StandardAcl;
import org.junit.jupiter.api.Test;

final class AclRulesTest {
  private final TaskQueue tasks = new TaskQueue();
  private final TestNode node = new TestNode(new ImmediateQuorum(tasks), tasks, 7).start();

  @Test
  void shouldAddEachAclOnce() {
    var entry = acl("orders", "User:alice", "*");

    var reply = node.ask(new CreateAcls(List.of(entry, acl("", "User:alice", "*"), entry)));

    assertNull(reply.results().get(0).refusal());
    assertEquals(MetadataFault.INVALID_REQUEST, reply.results().get(1).refusal().fault());
    assertNull(reply.results().get(2).refusal());
    assertNull(node.ask(new CreateAcls(List.of(entry))).results().get(0).refusal());
    assertEquals(1, node.controller.image().acls().size());
    assertTrue(node.controller.image().acls().contains(entry));
  }

  @Test
  void shouldRefuseHostsAndPrincipalsThatCannotMatch() {
    var reply =
        node.ask(
            new CreateAcls(
                List.of(
                    acl("a", "alice", "*"),
                    acl("a", "User:alice", ""),
                    acl("a", "User:alice", "10.0.0.0/40"),
                    acl("a", "User:alice", "10.0.0.0/8"))));

    assertEquals(
        3,
        reply.results().stream()
            .filter(
                each ->
                    each.refusal() != null
                        && each.refusal().fault() == MetadataFault.INVALID_REQUEST)
            .count());
    assertEquals(1, node.controller.image().acls().size());
  }

  @Test
  void shouldRemoveWhatFiltersMeanAndAddItAgain() {
    var alices = acl("orders", "User:alice", "*");
    var bobs = acl("orders", "User:bob", "*");
    node.ask(new CreateAcls(List.of(alices, bobs)));
    AclFilter filter =
        new AclFilter(
            ResourceType.ANY,
            null,
            PatternType.ANY,
            "User:alice",
            null,
            AclOperation.ANY,
            AclPermission.ANY);

    var reply = node.ask(new DeleteAcls(List.of(filter, filter)));

    assertEquals(List.of(alices), reply.results().get(0).deleted());
    assertEquals(List.of(alices), reply.results().get(1).deleted());
    assertEquals(1, node.controller.image().acls().size());
    AclFilter one =
        new AclFilter(
            ResourceType.TOPIC,
            "orders",
            PatternType.LITERAL,
            "User:bob",
            "*",
            AclOperation.READ,
            AclPermission.ALLOW);
    assertEquals(List.of(bobs), node.ask(new DeleteAcls(List.of(one))).results().get(0).deleted());
    assertEquals(List.of(), node.ask(new DeleteAcls(List.of(one))).results().get(0).deleted());
    node.ask(new CreateAcls(List.of(alices)));
    assertTrue(node.controller.image().acls().contains(alices));
  }

  @Test
  void shouldRefuseMoreThanApacheKafkaTakesAtOnce() {
    var many =
        IntStream.rangeClosed(0, 10_000).mapToObj(i -> acl("t" + i, "User:alice", "*")).toList();

    var reply = node.ask(new CreateAcls(many));

    assertEquals(MetadataFault.POLICY_VIOLATION, reply.results().get(0).refusal().fault());
    assertEquals(0, node.controller.image().acls().size());
  }

  @Test
  void shouldUnderstandFiltersAsApacheKafkaDoes() {
    Random random = new Random(11);
    for (int i = 0; i < 3000; i++) {
      var entry = acl(pick(random, "a", "ab", "*"), pick(random, "User:x", "User:y"), "*");
      if (random.nextBoolean()) {
        entry =
            new AccessControlEntry(
                (byte) 3,
                entry.resourceName(),
                (byte) 4,
                entry.principal(),
                "h",
                (byte) 4,
                (byte) 2);
      }
      String name = pick(random, null, "a", "ab", "abc", "*");
      String principal = pick(random, null, "User:x");
      String host = pick(random, null, "*");
      byte type = (byte) (1 + random.nextInt(3));
      byte pattern = (byte) (1 + random.nextInt(4));
      byte operation = (byte) (1 + random.nextInt(4));
      byte permission = (byte) (1 + random.nextInt(3));
      AclBindingFilter theirs =
          new AclBindingFilter(
              new ResourcePatternFilter(
                  org.apache.kafka.common.resource.ResourceType.fromCode(type),
                  name,
                  org.apache.kafka.common.resource.PatternType.fromCode(pattern)),
              new AccessControlEntryFilter(
                  principal,
                  host,
                  org.apache.kafka.common.acl.AclOperation.fromCode(operation),
                  AclPermissionType.fromCode(permission)));
      AclFilter ours =
          new AclFilter(
              ResourceType.ofId(type),
              name,
              PatternType.ofId(pattern),
              principal,
              host,
              AclOperation.ofId(operation),
              AclPermission.ofId(permission));

      assertEquals(theirs.matches(binding(entry)), ours.matches(entry), theirs + " " + entry);
    }
  }

  private static org.apache.kafka.common.acl.AclBinding binding(AccessControlEntry entry) {
    return new StandardAcl(
            org.apache.kafka.common.resource.ResourceType.fromCode(entry.resourceType()),
            entry.resourceName(),
            org.apache.kafka.common.resource.PatternType.fromCode(entry.patternType()),
            entry.principal(),
            entry.host(),
            org.apache.kafka.common.acl.AclOperation.fromCode(entry.operation()),
            AclPermissionType.fromCode(entry.permissionType()))
        .toBinding();
  }

  private static String pick(Random random, String... from) {
    return from[random.nextInt(from.length)];
  }

  private static AccessControlEntry acl(String name, String principal, String host) {
    return new AccessControlEntry(
        ResourceType.TOPIC.id(),
        name,
        PatternType.LITERAL.id(),
        principal,
        host,
        AclOperation.READ.id(),
        AclPermission.ALLOW.id());
  }
}
