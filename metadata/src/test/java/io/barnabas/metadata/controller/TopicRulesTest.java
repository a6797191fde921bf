package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.controller.CreateTopics.ConfigValue;
import io.barnabas.metadata.controller.CreateTopics.NewTopic;
import io.barnabas.metadata.controller.CreateTopics.PartitionAssignment;
import io.barnabas.metadata.controller.DeleteTopics.TopicReference;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.ResourceChange;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.quorum.ImmediateQuorum;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TopicRulesTest {
  private final TaskQueue tasks = new TaskQueue();
  private final TestNode node = new TestNode(new ImmediateQuorum(tasks), tasks, 7).start();

  TopicRulesTest() {
    node.join(0, 1);
    node.join(1, 2);
    node.join(2, 3);
  }

  @Test
  void shouldSpreadLeadersAndReplicasEvenly() {
    assertInstanceOf(CreateTopics.Created.class, node.create("orders", 6, 2));

    Map<Integer, Integer> leaders = new TreeMap<>();
    for (PartitionImage partition : topic("orders").partitions()) {
      leaders.merge(partition.leader(), 1, Integer::sum);
      assertEquals(2, partition.replicas().stream().distinct().count());
      assertEquals(partition.replicas(), partition.isr());
      assertEquals(0, partition.leaderEpoch());
    }
    assertEquals(Map.of(0, 2, 1, 2, 2, 2), leaders);
  }

  @Test
  void shouldRefuseWhatKafkaRefuses() {
    node.create("taken", 1, 1);
    node.create("a.b", 1, 1);

    assertRefused(MetadataFault.TOPIC_ALREADY_EXISTS, node.create("taken", 1, 1));
    assertRefused(MetadataFault.INVALID_TOPIC, node.create("a_b", 1, 1));
    assertRefused(MetadataFault.INVALID_TOPIC, node.create("", 1, 1));
    assertRefused(MetadataFault.INVALID_TOPIC, node.create("..", 1, 1));
    assertRefused(MetadataFault.INVALID_TOPIC, node.create("a/b", 1, 1));
    assertRefused(MetadataFault.INVALID_TOPIC, node.create("x".repeat(250), 1, 1));
    assertInstanceOf(CreateTopics.Created.class, node.create("x".repeat(249), 1, 1));
    assertRefused(MetadataFault.INVALID_REQUEST, node.create("__cluster_metadata", 1, 1));
    assertRefused(MetadataFault.INVALID_PARTITIONS, node.create("n", 0, 1));
    assertRefused(MetadataFault.INVALID_REPLICATION_FACTOR, node.create("n", 1, 0));
    assertRefused(MetadataFault.INVALID_REPLICATION_FACTOR, node.create("n", 1, 4));
    assertRefused(MetadataFault.POLICY_VIOLATION, node.create("n", 10_001, 1));
    assertRefused(
        MetadataFault.INVALID_CONFIG,
        create(new NewTopic("n", 1, 1, List.of(new ConfigValue("retention.ms", "x")))));
    assertRefused(
        MetadataFault.INVALID_CONFIG,
        create(new NewTopic("n", 1, 1, List.of(new ConfigValue("retention.ms", null)))));
    assertNull(node.controller.image().topics().topic("n"));
  }

  @Test
  void shouldRefuseDuplicatesAndCreateTheRest() {
    NewTopic twice = new NewTopic("twice", 1, 1, List.of());

    var results =
        node.ask(
                new CreateTopics(
                    List.of(twice, twice, new NewTopic("once", -1, -1, List.of())), false))
            .results();

    assertEquals(2, results.size());
    assertRefused(MetadataFault.INVALID_REQUEST, results.get(0));
    assertInstanceOf(CreateTopics.Created.class, results.get(1));
  }

  @Test
  void shouldOnlyLookWhenAskedToValidate() {
    var result =
        node.ask(new CreateTopics(List.of(new NewTopic("n", 2, 1, List.of())), true))
            .results()
            .get(0);

    assertEquals(Uuid.ZERO, assertInstanceOf(CreateTopics.Created.class, result).topicId());
    assertNull(node.controller.image().topics().topic("n"));
  }

  @Test
  void shouldTakeAssignmentsMadeByHand() {
    create(
        byHand(
            -1,
            new PartitionAssignment(1, List.of(1, 0)),
            new PartitionAssignment(0, List.of(2, 1))));

    assertEquals(List.of(2, 1), topic("hand").partitions().get(0).replicas());
    assertEquals(List.of(1, 0), topic("hand").partitions().get(1).replicas());
  }

  @Test
  void shouldRefuseImpossibleAssignments() {
    assertRefused(
        MetadataFault.INVALID_REQUEST, create(byHand(1, new PartitionAssignment(0, List.of(0)))));
    for (NewTopic bad :
        List.of(
            byHand(-1, new PartitionAssignment(0, List.of())),
            byHand(-1, new PartitionAssignment(0, List.of(9))),
            byHand(-1, new PartitionAssignment(0, List.of(1, 1))),
            byHand(-1, new PartitionAssignment(1, List.of(1))),
            byHand(
                -1, new PartitionAssignment(0, List.of(1)), new PartitionAssignment(0, List.of(2))),
            byHand(
                -1,
                new PartitionAssignment(0, List.of(1)),
                new PartitionAssignment(1, List.of(2, 1))))) {
      assertRefused(MetadataFault.INVALID_REPLICA_ASSIGNMENT, create(bad));
    }
  }

  @Test
  void shouldDeleteByNameAndByIdWithConfigs() {
    create(new NewTopic("a", 1, 1, List.of(new ConfigValue("retention.ms", "5"))));
    node.create("b", 1, 1);
    Uuid b = topic("b").id();

    var results =
        node.ask(
                new DeleteTopics(
                    List.of(
                        TopicReference.byName("a"),
                        TopicReference.byId(b),
                        TopicReference.byName("none"),
                        TopicReference.byId(new Uuid(5, 5)))))
            .results();

    assertNull(results.get(0).refusal());
    assertEquals("b", results.get(1).name());
    assertEquals(MetadataFault.UNKNOWN_TOPIC, results.get(2).refusal().fault());
    assertEquals(MetadataFault.UNKNOWN_TOPIC_ID, results.get(3).refusal().fault());
    assertEquals(0, node.controller.image().topics().size());
    assertTrue(configs("a").isEmpty());
  }

  @Test
  void shouldAddPartitionsOnlyUpwards() {
    node.create("a", 2, 2);

    assertNull(grow("a", 5));
    assertEquals(MetadataFault.INVALID_PARTITIONS, grow("a", 5).fault());
    assertEquals(
        "The topic a currently has 5 partition(s); 4 would not be an increase.",
        grow("a", 4).message());
    assertEquals(MetadataFault.UNKNOWN_TOPIC, grow("none", 4).fault());
    assertEquals(5, topic("a").partitions().size());
    assertEquals(2, topic("a").partitions().get(4).replicas().size());
  }

  @Test
  void shouldChangeConfigsKeyByKey() {
    node.create("a", 1, 1);

    assertNull(alter("a", new KeyChange("retention.ms", Operation.SET, "5")));
    assertNull(alter("a", new KeyChange("cleanup.policy", Operation.APPEND, "compact")));
    assertEquals(Map.of("retention.ms", "5", "cleanup.policy", "delete,compact"), configs("a"));
    assertNull(
        alter(
            "a",
            new KeyChange("retention.ms", Operation.DELETE, null),
            new KeyChange("cleanup.policy", Operation.SUBTRACT, "delete")));
    assertEquals(Map.of("cleanup.policy", "compact"), configs("a"));
  }

  @Test
  void shouldRefuseBadConfigChangesWhole() {
    node.create("a", 1, 1);
    KeyChange good = new KeyChange("segment.ms", Operation.SET, "5");

    assertEquals(
        "Can't APPEND to key retention.ms because its type is not LIST.",
        alter("a", good, new KeyChange("retention.ms", Operation.APPEND, "5")).message());
    assertEquals(MetadataFault.INVALID_REQUEST, alter("a", good, good).fault());
    assertEquals(
        MetadataFault.INVALID_CONFIG,
        alter("a", good, new KeyChange("nope", Operation.SET, "5")).fault());
    assertEquals(
        MetadataFault.INVALID_CONFIG,
        alter("a", good, new KeyChange("retention.ms", Operation.SET, "x")).fault());
    assertEquals(MetadataFault.UNKNOWN_TOPIC, alter("none", good).fault());
    assertTrue(configs("a").isEmpty());
  }

  private static NewTopic byHand(int partitions, PartitionAssignment... assignments) {
    return new NewTopic("hand", partitions, -1, List.of(assignments), List.of());
  }

  private CreateTopics.Result create(NewTopic topic) {
    return node.ask(new CreateTopics(List.of(topic), false)).results().get(0);
  }

  private Refusal grow(String name, int total) {
    return node.ask(
            new CreatePartitions(
                List.of(new CreatePartitions.TopicGrowth(name, total, null)), false))
        .results()
        .get(0)
        .refusal();
  }

  private Refusal alter(String name, KeyChange... changes) {
    return node.ask(
            new IncrementalAlterConfigs(
                List.of(new ResourceChange(ConfigResource.topic(name), List.of(changes))), false))
        .results()
        .get(0)
        .refusal();
  }

  private TopicImage topic(String name) {
    return node.controller.image().topics().topic(name);
  }

  private Map<String, String> configs(String name) {
    return node.controller.image().configs().configs(ConfigResource.topic(name));
  }

  private static void assertRefused(MetadataFault fault, CreateTopics.Result result) {
    assertEquals(fault, assertInstanceOf(CreateTopics.Refused.class, result).refusal().fault());
  }
}
