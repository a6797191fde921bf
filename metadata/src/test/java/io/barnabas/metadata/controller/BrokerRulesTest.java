package io.barnabas.metadata.controller;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.TaskQueue;
import io.barnabas.metadata.TestNode;
import io.barnabas.metadata.image.DirectoryIds;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.quorum.ImmediateQuorum;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BrokerRulesTest {
  private static final Uuid FIRST = new Uuid(5, 1);
  private static final Uuid SECOND = new Uuid(5, 2);

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

  @Test
  void shouldTakeLeadersFromWhatLiesInAFailedDirectoryAlone() {
    long epoch = joinWithTwoDirectories(1, -1);
    node.create("a", 3, 1);
    assertNull(node.ask(assignment(epoch, 0, FIRST)).refusal());
    assertNull(node.ask(assignment(epoch, 1, SECOND)).refusal());

    assertNull(node.ask(new UpdateBroker(0, epoch, false, List.of(FIRST))).refusal());

    assertEquals(List.of(0, -1, 0), partitions().stream().map(PartitionImage::leader).toList());
    assertEquals(List.of(0), partitions().get(1).isr());
    assertNull(node.ask(assignment(epoch, 2, SECOND)).refusal());
    assertFalse(partitions().get(2).hasLeader());

    joinWithTwoDirectories(2, epoch);
    assertTrue(partitions().stream().allMatch(PartitionImage::hasLeader));
    assertEquals(List.of(SECOND), partitions().get(1).directories());
  }

  @Test
  void shouldChangeNothingWhenTheDirectoryIsKnownOrThePartitionGone() {
    long epoch = joinWithTwoDirectories(1, -1);
    node.create("a", 1, 1);
    node.ask(assignment(epoch, 0, FIRST));
    List<PartitionImage> before = partitions();

    assertNull(node.ask(assignment(epoch, 0, FIRST)).refusal());
    assertNull(node.ask(assignment(epoch, 7, FIRST)).refusal());

    assertEquals(before, partitions());
    assertEquals(0, before.get(0).leaderEpoch());
    assertEquals(
        MetadataFault.INVALID_REQUEST,
        node.ask(assignment(epoch, 0, DirectoryIds.LOST)).refusal().fault());
    assertEquals(
        MetadataFault.STALE_BROKER_EPOCH,
        node.ask(assignment(epoch - 1, 0, SECOND)).refusal().fault());
  }

  private AssignDirectories assignment(long epoch, int partition, Uuid directory) {
    Uuid topic = node.controller.image().topics().topic("a").id();
    return new AssignDirectories(
        0, epoch, List.of(new AssignDirectories.Assignment(topic, partition, directory)));
  }

  private long joinWithTwoDirectories(long incarnation, long previousEpoch) {
    RegisterBroker one = TestNode.registration(0, incarnation, previousEpoch, false);
    RegisterBroker two =
        new RegisterBroker(
            one.brokerId(),
            one.incarnationId(),
            one.endpoints(),
            one.supportedFeatures(),
            one.rack(),
            List.of(FIRST, SECOND),
            previousEpoch,
            false);
    if (previousEpoch >= 0) {
      node.ask(new FenceBroker(0, previousEpoch));
    }
    long epoch = node.ask(two).brokerEpoch();
    node.ask(new UnfenceBroker(0, epoch));
    return epoch;
  }

  private List<PartitionImage> partitions() {
    return partitions("a");
  }

  private List<PartitionImage> partitions(String topic) {
    return node.controller.image().topics().topic(topic).partitions();
  }
}
