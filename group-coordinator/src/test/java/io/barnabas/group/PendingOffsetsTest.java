package io.barnabas.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.group.message.CommitInTransaction;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.group.message.DeleteOffsets;
import io.barnabas.group.message.EndTransaction;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.TransactionGate;
import io.barnabas.group.shard.EventSourcedGroupCoordinator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What becomes of offsets that an open transaction has committed. */
class PendingOffsetsTest {
  private static final int RETENTION_MS = 100_000;
  private static final GroupConfig CONFIG =
      new GroupConfig(1, 6_000, 60_000, 3_000, 3, 10, RETENTION_MS, 10_000);
  private static final long PRODUCER = 5;
  private static final short EPOCH = 0;
  private static final long NONE = -1;

  private final SimWorld world = new SimWorld(new Random(3));
  private final SimStorage storage = new SimStorage(world, 1);
  private final GroupCoordinator coordinator =
      new EventSourcedGroupCoordinator(
          CONFIG, RuntimeConfig.defaults(), storage.environment(), new Random(4));

  PendingOffsetsTest() {
    coordinator.onElection(0, 1);
    world.runForMs(10);
  }

  private <T> T after(CompletionStage<T> stage) {
    world.runForMs(2_000);
    assertTrue(stage.toCompletableFuture().isDone(), "no reply yet");
    return stage.toCompletableFuture().join();
  }

  private static CommitOffsets command(long offset) {
    CommitOffsets.Partition partition = new CommitOffsets.Partition(0, offset, -1, null);
    CommitOffsets.Topic topic = new CommitOffsets.Topic(Uuid.ZERO, "t", List.of(partition));
    return new CommitOffsets("g", -1, "", null, -1, List.of(topic));
  }

  private static void assertCommitted(CommitReply reply) {
    assertEquals(GroupFault.NONE, reply.topics().get(0).partitions().get(0).fault());
  }

  private void commit(long offset) {
    assertCommitted(after(coordinator.commitOffsets(command(offset))));
  }

  private void commitInTransaction(long offset) {
    TransactionGate gate = after(coordinator.transactionGate("g"));
    assertCommitted(
        after(
            coordinator.commitInTransaction(
                new CommitInTransaction(PRODUCER, EPOCH, command(offset), gate))));
  }

  private void endTransaction() {
    EndTransaction end = new EndTransaction(PRODUCER, EPOCH, 0, true);
    assertEquals(GroupFault.NONE, after(coordinator.endTransaction(0, end)));
  }

  private FetchReply.Partition fetch() {
    FetchOffsets.Topic topic = new FetchOffsets.Topic(Uuid.ZERO, "t", List.of(0));
    return after(coordinator.fetchOffsets(new FetchOffsets("g", null, -1, List.of(topic), true)))
        .topics()
        .get(0)
        .partitions()
        .get(0);
  }

  private GroupFault deleteGroup() {
    return after(coordinator.deleteGroups(List.of("g"))).get(0).fault();
  }

  private int groups() {
    return after(coordinator.listGroups(new ListGroups(Set.of(), Set.of()))).groups().size();
  }

  private void failOver(int epoch) {
    coordinator.onResignation(0);
    world.runForMs(1_000);
    coordinator.onElection(0, epoch);
    world.runForMs(1_000);
  }

  private void assertGone() {
    assertEquals(GroupFault.NONE, fetch().fault());
    endTransaction();
    assertEquals(NONE, fetch().offset());
    failOver(7);
    assertEquals(NONE, fetch().offset());
  }

  @Test
  void shouldCountOnceTheTransactionIsCommitted() {
    commit(7);
    commitInTransaction(8);
    assertEquals(GroupFault.UNSTABLE_OFFSET_COMMIT, fetch().fault());
    endTransaction();
    assertEquals(8, fetch().offset());
  }

  @Test
  void shouldNotBringBackOffsetsOfADeletedTopic() {
    commitInTransaction(8);
    after(coordinator.onTopicsDeleted(List.of("t")));
    assertGone();
  }

  @Test
  void shouldNotBringBackADeletedGroup() {
    commitInTransaction(8);
    assertEquals(GroupFault.NONE, deleteGroup());
    assertGone();
    assertEquals(0, groups());
  }

  @Test
  void shouldNotBringBackDeletedOffsets() {
    commitInTransaction(8);
    after(
        coordinator.deleteOffsets(
            new DeleteOffsets("g", List.of(new DeleteOffsets.Topic("t", List.of(0))))));
    assertGone();
  }

  @Test
  void shouldTakeACommitThatComesAfterTheDeletion() {
    commitInTransaction(8);
    after(coordinator.onTopicsDeleted(List.of("t")));
    commitInTransaction(9);
    endTransaction();
    assertEquals(9, fetch().offset());
  }

  @Test
  void shouldNotExpireWhatAnOpenTransactionReplaces() {
    commit(7);
    world.runForMs(RETENTION_MS - 20_000);
    commitInTransaction(8);
    world.runForMs(40_000);
    endTransaction();
    assertEquals(8, fetch().offset());
  }

  @Test
  void shouldKeepAGroupThatHasPendingOffsetsOnly() {
    commitInTransaction(8);
    failOver(2);
    world.runForMs(2 * RETENTION_MS);
    assertEquals(1, groups());
    endTransaction();
    assertEquals(8, fetch().offset());
  }
}
