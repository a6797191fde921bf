package io.barnabas.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.group.classic.MemberMemory;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.MemberProtocol;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.shard.EventSourcedGroupCoordinator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What members say of themselves has a bound over all groups. */
final class MemberMemoryTest {
  private static final GroupConfig CONFIG =
      new GroupConfig(1, 6_000, 60_000, 3_000, 100, 10, 100_000, 10_000);
  private static final int MOST = 20_000;

  private final SimWorld world = new SimWorld(new Random(3));
  private final SimStorage storage = new SimStorage(world, 1);
  private final GroupCoordinator coordinator =
      new EventSourcedGroupCoordinator(
          CONFIG,
          RuntimeConfig.defaults(),
          storage.environment(),
          new Random(4),
          new MemberMemory(MOST));

  @BeforeEach
  void elect() {
    coordinator.onElection(0, 1);
    world.runForMs(10);
  }

  private JoinReply join(String group, String memberId, String client, int bytes, boolean needsId) {
    return after(5_000, coordinator.joinGroup(joining(group, memberId, client, bytes, needsId)));
  }

  private static JoinGroup joining(
      String group, String memberId, String client, int bytes, boolean needsId) {
    return new JoinGroup(
        group,
        memberId,
        null,
        client,
        "/host",
        10_000,
        20_000,
        "consumer",
        List.of(new MemberProtocol("range", Bytes.ofCopy(new byte[bytes]))),
        needsId,
        true,
        null);
  }

  private GroupFault sync(String group, JoinReply joined, int bytes) {
    SyncReply reply =
        after(
            50,
            coordinator.syncGroup(
                new SyncGroup(
                    group,
                    joined.generationId(),
                    joined.memberId(),
                    null,
                    "consumer",
                    "range",
                    List.of(
                        new SyncGroup.Assignment(
                            joined.memberId(), Bytes.ofCopy(new byte[bytes]))))));
    return reply.fault();
  }

  private <T> T after(long milliseconds, CompletionStage<T> stage) {
    for (int ms = 0; ms < milliseconds && !stage.toCompletableFuture().isDone(); ms += 10) {
      world.runForMs(10);
    }
    assertTrue(stage.toCompletableFuture().isDone(), "no reply yet");
    return stage.toCompletableFuture().join();
  }

  @Test
  void shouldTellMembersToComeLaterForWhomThereIsNoMemory() {
    JoinReply first = join("a", "", "client", MOST / 2, false);
    assertEquals(GroupFault.NONE, first.fault());
    assertEquals(GroupFault.NONE, sync("a", first, 10));

    assertEquals(
        GroupFault.COORDINATOR_NOT_AVAILABLE, join("b", "", "client", MOST / 2, false).fault());
    assertEquals(GroupFault.NONE, join("c", "", "client", 100, false).fault());

    JoinReply again = join("a", first.memberId(), "client", MOST / 2, false);
    assertEquals(GroupFault.NONE, again.fault(), "who is there may come again");
    assertEquals(GroupFault.COORDINATOR_NOT_AVAILABLE, sync("a", again, MOST / 2));
    assertEquals(GroupFault.NONE, sync("a", again, 20));

    after(
        50,
        coordinator.leaveGroup(
            new LeaveGroup("a", List.of(new LeaveGroup.Member(first.memberId(), null, null)))));
    assertEquals(GroupFault.NONE, join("b", "", "client", MOST / 2, false).fault());
  }

  private GroupFault commit(String group) {
    CommitOffsets.Partition partition = new CommitOffsets.Partition(0, 5, -1, null);
    return after(
            50,
            coordinator.commitOffsets(
                new CommitOffsets(
                    group,
                    -1,
                    "",
                    null,
                    CommitOffsets.DEFAULT_RETENTION,
                    List.of(new CommitOffsets.Topic(Uuid.ZERO, "t", List.of(partition))))))
        .topics()
        .get(0)
        .partitions()
        .get(0)
        .fault();
  }

  @Test
  void shouldTellNewGroupsToComeLaterWhereThereIsNoMemory() {
    String longest = "g".repeat(2_000);
    int known = 0;
    while (commit(longest + known) == GroupFault.NONE) {
      known++;
      assertTrue(known <= MOST / 4_000);
    }

    assertEquals(3, known, "the last quarter is for members");
    assertEquals(GroupFault.COORDINATOR_NOT_AVAILABLE, commit(longest));
    assertEquals(GroupFault.NONE, commit(longest + 0), "one that is known");

    after(50, coordinator.deleteGroups(List.of(longest + 1)));
    assertEquals(GroupFault.NONE, commit(longest));
    assertEquals(GroupFault.NONE, join(longest, "", "client", 0, false).fault());
  }

  @Test
  void shouldCountWhomItHasGivenAnIdUntilTheyAreGivenUp() {
    String client = "c".repeat(2_000);
    for (int i = 0; i < 10; i++) { // None of them comes with it.
      CompletionStage<JoinReply> unused = coordinator.joinGroup(joining("a", "", client, 0, true));
      world.runForMs(10);
    }
    assertEquals(GroupFault.COORDINATOR_NOT_AVAILABLE, join("a", "", client, 0, true).fault());

    world.runForMs(20_000);
    assertEquals(GroupFault.MEMBER_ID_REQUIRED, join("a", "", client, 0, true).fault());
  }

  @Test
  void shouldCountAnewWhatIsLoadedAgain() {
    JoinReply first = join("a", "", "client", MOST / 2, false);
    assertEquals(GroupFault.NONE, sync("a", first, 10));
    for (int epoch = 2; epoch < 6; epoch++) {
      coordinator.onElection(0, epoch);
      world.runForMs(500);
      assertEquals(
          GroupFault.COORDINATOR_NOT_AVAILABLE, join("b", "", "client", MOST / 2, false).fault());
    }
    assertEquals(GroupFault.NONE, join("b", "", "client", MOST / 4, false).fault());
  }
}
