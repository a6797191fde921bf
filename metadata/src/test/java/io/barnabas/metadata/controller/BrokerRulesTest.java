package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.quorum.ImmediateQuorum;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BrokerRulesTest {
  private final TaskQueue tasks = new TaskQueue();
  private final TestNode node = new TestNode(new ImmediateQuorum(tasks), tasks, 7).start();

  @Test
  void shouldMoveLeadershipWhenABrokerIsFenced() {
    long zero = node.join(0, 1);
    long one = node.join(1, 2);
    node.create("a", 2, 2);

    assertNull(node.ask(new FenceBroker(0, zero)).refusal());

    for (PartitionImage partition : partitions()) {
      assertEquals(1, partition.leader());
      assertEquals(List.of(1), partition.isr());
    }
    assertNull(node.ask(new FenceBroker(1, one)).refusal());
    for (PartitionImage partition : partitions()) {
      assertEquals(PartitionImage.NO_LEADER, partition.leader());
      assertEquals(List.of(1), partition.isr());
    }
    assertNull(node.ask(new UnfenceBroker(0, zero)).refusal());
    assertTrue(partitions().stream().noneMatch(PartitionImage::hasLeader));
    assertNull(node.ask(new UnfenceBroker(1, one)).refusal());
    assertTrue(partitions().stream().allMatch(partition -> partition.leader() == 1));
  }

  @Test
  void shouldLeaveASoleReplicaItsLeadershipWhenItsBrokerRetires() {
    long zero = node.join(0, 1);
    node.create("a", 2, 1);
    node.join(1, 2);
    node.create("b", 2, 2);

    assertNull(node.ask(new RetireBroker(0, zero)).refusal());

    assertFalse(node.controller.image().cluster().isActive(0));
    for (PartitionImage partition : partitions()) {
      assertEquals(0, partition.leader());
      assertEquals(0, partition.leaderEpoch());
    }
    for (PartitionImage partition : partitions("b")) {
      assertEquals(1, partition.leader());
    }
    node.replace(0, 3, zero);
    for (PartitionImage partition : partitions()) {
      assertEquals(0, partition.leader());
      assertEquals(0, partition.leaderEpoch());
    }
  }

  @Test
  void shouldRefuseOldEpochsAndUnknownBrokers() {
    long epoch = node.join(0, 1);

    assertEquals(
        MetadataFault.STALE_BROKER_EPOCH,
        node.ask(new AllocateProducerIds(0, epoch - 1)).refusal().fault());
    assertEquals(
        MetadataFault.BROKER_ID_NOT_REGISTERED,
        node.ask(new AllocateProducerIds(9, epoch)).refusal().fault());
  }

  @Test
  void shouldAllocateBlocksThatDoNotOverlap() {
    long epoch = node.join(0, 1);

    assertEquals(0, node.ask(new AllocateProducerIds(0, epoch)).firstProducerId());
    assertEquals(1000, node.ask(new AllocateProducerIds(0, epoch)).firstProducerId());
  }

  @Test
  void shouldRefuseASecondProcessUnderOneId() {
    node.join(0, 1);

    assertEquals(
        MetadataFault.DUPLICATE_BROKER_REGISTRATION,
        node.ask(TestNode.registration(0, 2)).refusal().fault());
  }

  @Test
  void shouldKeepTheEpochWhenOneProcessRegistersAgain() {
    long epoch = node.join(0, 1);

    assertEquals(epoch, node.ask(TestNode.registration(0, 1)).brokerEpoch());
    assertTrue(node.controller.image().cluster().isActive(0));
  }

  private List<PartitionImage> partitions() {
    return partitions("a");
  }

  private List<PartitionImage> partitions(String topic) {
    return node.controller.image().topics().topic(topic).partitions();
  }
}
