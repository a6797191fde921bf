package io.barnabas.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Bytes;
import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.simulation.SimStorage;
import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.DeleteOffsets;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.GroupDescription;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.Heartbeat;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.MemberProtocol;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.shard.EventSourcedGroupCoordinator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GroupScenarioTest {
  private static final GroupConfig CONFIG =
      new GroupConfig(1, 6_000, 60_000, 3_000, 3, 10, 100_000, 10_000);
  private static final Bytes WORK = Bytes.ofCopy(new byte[] {42});

  private Bytes subscription = Bytes.EMPTY;
  private final SimWorld world = new SimWorld(new Random(3));
  private final SimStorage storage = new SimStorage(world, 1);
  private final GroupCoordinator coordinator = newCoordinator();

  private GroupCoordinator newCoordinator() {
    GroupCoordinator made =
        new EventSourcedGroupCoordinator(
            CONFIG, RuntimeConfig.defaults(), storage.environment(), new Random(4));
    made.onElection(0, 1);
    world.runForMs(10);
    return made;
  }

  private CompletableFuture<JoinReply> join(
      String memberId, @Nullable String instanceId, String protocol, boolean idRequired) {
    return coordinator
        .joinGroup(
            new JoinGroup(
                "g",
                memberId,
                instanceId,
                "client",
                "/host",
                10_000,
                20_000,
                "consumer",
                List.of(new MemberProtocol(protocol, subscription)),
                idRequired,
                true,
                null))
        .toCompletableFuture();
  }

  private <T> T after(long milliseconds, CompletionStage<T> stage) {
    world.runForMs(milliseconds);
    assertTrue(stage.toCompletableFuture().isDone(), "no reply yet");
    return stage.toCompletableFuture().join();
  }

  private CompletionStage<SyncReply> sync(JoinReply joined, @Nullable String instanceId) {
    return coordinator.syncGroup(
        new SyncGroup(
            "g",
            joined.generationId(),
            joined.memberId(),
            instanceId,
            "consumer",
            "range",
            joined.members().stream()
                .map(member -> new SyncGroup.Assignment(member.memberId(), WORK))
                .toList()));
  }

  private JoinReply stableMember(@Nullable String instanceId) {
    JoinReply joined = after(5_000, join("", instanceId, "range", false));
    assertEquals(WORK, after(50, sync(joined, instanceId)).assignment());
    return joined;
  }

  private GroupFault beat(JoinReply joined, @Nullable String instanceId) {
    return after(
        50,
        coordinator.heartbeat(
            new Heartbeat("g", joined.generationId(), joined.memberId(), instanceId)));
  }

  private String state() {
    return after(50, coordinator.describeGroups(List.of("g"))).get(0).state();
  }

  private GroupFault commit(int generation, String memberId, String metadata) {
    CommitOffsets.Partition partition = new CommitOffsets.Partition(0, 7, -1, metadata);
    return after(
            50,
            coordinator.commitOffsets(
                new CommitOffsets(
                    "g",
                    generation,
                    memberId,
                    null,
                    -1,
                    List.of(new CommitOffsets.Topic(Uuid.ZERO, "t", List.of(partition))))))
        .topics()
        .get(0)
        .partitions()
        .get(0)
        .fault();
  }

  private long committed() {
    FetchOffsets.Topic topic = new FetchOffsets.Topic(Uuid.ZERO, "t", List.of(0));
    return after(
            50, coordinator.fetchOffsets(new FetchOffsets("g", null, -1, List.of(topic), true)))
        .topics()
        .get(0)
        .partitions()
        .get(0)
        .offset();
  }

  @Test
  void shouldAskDynamicMembersToComeBackWithTheirId() {
    JoinReply first = after(50, join("", null, "range", true));
    assertEquals(GroupFault.MEMBER_ID_REQUIRED, first.fault());
    assertTrue(first.memberId().startsWith("client-"));

    JoinReply second = after(5_000, join(first.memberId(), null, "range", true));
    assertEquals(GroupFault.NONE, second.fault());
    assertEquals(1, second.generationId());
    assertEquals(first.memberId(), second.leader());
  }

  @Test
  void shouldPutTheFirstRebalanceOffWhileMembersKeepComing() {
    CompletableFuture<JoinReply> first = join("", null, "range", false);
    world.runForMs(2_500);
    CompletableFuture<JoinReply> second = join("", null, "range", false);
    world.runForMs(2_500);
    assertFalse(first.isDone(), "the delay begins anew");

    assertEquals(2, after(2_000, first).members().size());
    assertEquals(0, second.join().members().size());
  }

  @Test
  void shouldTakeASilentMemberForDead() {
    stableMember(null);
    world.runForMs(11_000);
    assertEquals("Empty", state());
  }

  @Test
  void shouldLetAStaticLeaderComeBackWithoutARebalance() {
    JoinReply before = stableMember("one");
    JoinReply again = after(50, join("", "one", "range", true));

    assertEquals(GroupFault.NONE, again.fault());
    assertNotEquals(before.memberId(), again.memberId());
    assertEquals(before.generationId(), again.generationId());
    assertTrue(again.skipAssignment());
    assertEquals(GroupFault.FENCED_INSTANCE_ID, beat(before, "one"));
    assertEquals(WORK, after(50, sync(again, "one")).assignment());
  }

  @Test
  void shouldRefuseAProtocolTheOthersDoNotSpeak() {
    stableMember(null);
    assertEquals(
        GroupFault.INCONSISTENT_GROUP_PROTOCOL, after(50, join("", null, "other", false)).fault());
  }

  @Test
  void shouldRefuseMoreMembersThanAllowed() {
    for (int number = 0; number < 3; number++) {
      join("", null, "range", false);
    }
    assertEquals(
        GroupFault.GROUP_MAX_SIZE_REACHED, after(50, join("", null, "range", false)).fault());
  }

  @Test
  void shouldGoOnWithItsMembersAfterAFailover() {
    JoinReply member = stableMember(null);
    coordinator.onResignation(0);
    world.runForMs(100);
    assertEquals(GroupFault.NOT_COORDINATOR, beat(member, null));

    coordinator.onElection(0, 2);
    world.runForMs(100);
    assertEquals("Stable", state());
    assertEquals(GroupFault.NONE, beat(member, null));
    assertEquals(GroupFault.NONE, commit(member.generationId(), member.memberId(), ""));
  }

  @Test
  void shouldCheckWhoCommits() {
    assertEquals(GroupFault.GROUP_ID_NOT_FOUND, commit(1, "stranger", ""));
    JoinReply member = stableMember(null);
    assertEquals(GroupFault.UNKNOWN_MEMBER_ID, commit(-1, "", ""));
    assertEquals(GroupFault.UNKNOWN_MEMBER_ID, commit(1, "stranger", ""));
    assertEquals(GroupFault.ILLEGAL_GENERATION, commit(9, member.memberId(), ""));
    assertEquals(
        GroupFault.OFFSET_METADATA_TOO_LARGE, commit(1, member.memberId(), "longer than ten"));
    assertEquals(-1, committed());
    assertEquals(GroupFault.NONE, commit(1, member.memberId(), "short"));
    assertEquals(7, committed());
  }

  @Test
  void shouldKeepOffsetsUntilTheGroupHasBeenEmptyForLong() {
    JoinReply member = stableMember(null);
    commit(1, member.memberId(), "");
    coordinator.leaveGroup(
        new LeaveGroup("g", List.of(new LeaveGroup.Member(member.memberId(), null, null))));
    world.runForMs(90_000);
    assertEquals(7, committed());
    assertEquals("Empty", state());

    world.runForMs(30_000);
    assertEquals(-1, committed());
    assertEquals("Dead", state());
  }

  @Test
  void shouldDeleteOnlyGroupsWithoutMembers() {
    assertEquals(
        GroupFault.GROUP_ID_NOT_FOUND,
        after(50, coordinator.deleteGroups(List.of("g"))).get(0).fault());
    JoinReply member = stableMember(null);
    commit(1, member.memberId(), "");
    assertEquals(
        GroupFault.NON_EMPTY_GROUP,
        after(50, coordinator.deleteGroups(List.of("g"))).get(0).fault());
    coordinator.leaveGroup(
        new LeaveGroup("g", List.of(new LeaveGroup.Member(member.memberId(), null, null))));
    assertEquals(GroupFault.NONE, after(50, coordinator.deleteGroups(List.of("g"))).get(0).fault());
    assertEquals(-1, committed());
  }

  @Test
  void shouldDeleteTheGroupWithoutAName() {
    assertEquals(
        GroupFault.GROUP_ID_NOT_FOUND,
        after(50, coordinator.deleteGroups(List.of(""))).get(0).fault());
    CommitOffsets.Topic topic =
        new CommitOffsets.Topic(
            Uuid.ZERO, "t", List.of(new CommitOffsets.Partition(0, 7, -1, null)));
    after(50, coordinator.commitOffsets(new CommitOffsets("", -1, "", null, -1, List.of(topic))));
    assertEquals(GroupFault.NONE, after(50, coordinator.deleteGroups(List.of(""))).get(0).fault());
  }

  @Test
  void shouldAskToJoinWhoSyncsBeforeTheFirstGeneration() {
    String memberId = after(50, join("", null, "range", true)).memberId();
    join(memberId, null, "range", true);
    SyncGroup early = new SyncGroup("g", 0, memberId, null, "consumer", "range", List.of());

    assertEquals(GroupFault.REBALANCE_IN_PROGRESS, after(50, coordinator.syncGroup(early)).fault());
  }

  @Test
  void shouldShowLastAssignmentsWhileARebalanceIsPrepared() {
    stableMember(null);
    join("", null, "range", false);
    GroupDescription described = after(50, coordinator.describeGroups(List.of("g"))).get(0);

    assertEquals("PreparingRebalance", described.state());
    assertEquals(WORK, described.members().get(0).assignment());
    assertEquals(Bytes.EMPTY, described.members().get(0).metadata());
  }

  @Test
  void shouldReadTopicsOfSubscriptionsWhoseLaterFieldsAreMissing() {
    Bytes versionOneCutAfterUserData =
        Bytes.ofCopy(new byte[] {0, 1, 0, 0, 0, 1, 0, 1, 't', -1, -1, -1, -1});
    subscription = versionOneCutAfterUserData;
    stableMember(null);

    assertEquals(GroupFault.GROUP_SUBSCRIBED_TO_TOPIC, deleteOffset("t"));
    assertEquals(GroupFault.NONE, deleteOffset("u"));
  }

  private GroupFault deleteOffset(String topic) {
    DeleteOffsets command =
        new DeleteOffsets("g", List.of(new DeleteOffsets.Topic(topic, List.of(0))));
    return after(50, coordinator.deleteOffsets(command))
        .topics()
        .get(0)
        .partitions()
        .get(0)
        .fault();
  }

  @Test
  void shouldDropOffsetsOfATopicThatIsDeletedDuringALoad() {
    assertEquals(GroupFault.NONE, commit(-1, "", ""));
    coordinator.onResignation(0);
    world.runForMs(100);
    storage.unreadable(true);
    coordinator.onElection(0, 2);
    world.runForMs(100);
    CompletionStage<Void> dropped = coordinator.onTopicsDeleted(List.of("t"));
    world.runForMs(100);
    assertFalse(dropped.toCompletableFuture().isDone());

    storage.unreadable(false);
    after(2_000, dropped);
    assertEquals(-1, committed());
  }

  @Test
  void shouldDropOffsetsOfADeletedTopicThoughTheLogFailsAtFirst() {
    assertEquals(GroupFault.NONE, commit(-1, "", ""));
    storage.logs().get(0).failureRate(1);
    CompletionStage<Void> dropped = coordinator.onTopicsDeleted(List.of("t"));
    world.runForMs(1_000);
    assertFalse(dropped.toCompletableFuture().isDone());

    storage.logs().get(0).failureRate(0);
    after(2_000, dropped);
    assertEquals(-1, committed());
  }

  @Test
  void shouldFindGroupsThatHaveOnlyOffsetsAfterAFailover() {
    for (String groupId : List.of("few", "many", "many more", "other")) {
      commitSimple(groupId, groupId.startsWith("many") ? 100 : 3);
    }
    coordinator.onResignation(0);
    world.runForMs(1_000);
    coordinator.onElection(0, 2);
    world.runForMs(1_000);

    assertEquals(4, count(Set.of("empty"), Set.of()));
  }

  private void commitSimple(String groupId, int partitions) {
    List<CommitOffsets.Partition> offsets =
        IntStream.range(0, partitions)
            .mapToObj(partition -> new CommitOffsets.Partition(partition, 7, -1, null))
            .toList();
    CommitOffsets.Topic topic = new CommitOffsets.Topic(Uuid.ZERO, "t", offsets);
    after(
        50,
        coordinator.commitOffsets(new CommitOffsets(groupId, -1, "", null, -1, List.of(topic))));
  }

  @Test
  void shouldListByStateAndTypeWhateverTheirCase() {
    stableMember(null);
    assertEquals(1, count(Set.of("stable"), Set.of("CLASSIC")));
    assertEquals(0, count(Set.of("Empty"), Set.of()));
    assertEquals(0, count(Set.of(), Set.of("consumer")));
  }

  private int count(Set<String> states, Set<String> types) {
    return after(50, coordinator.listGroups(new ListGroups(states, types))).groups().size();
  }

  @Test
  void shouldFindTheSamePartitionAsKafka() {
    for (String id : List.of("", "g", "modern", "console-consumer-12345", "polygenelubricants")) {
      assertEquals(
          org.apache.kafka.common.utils.Utils.abs(id.hashCode()) % 50, partitionOfFifty(id));
    }
  }

  private int partitionOfFifty(String groupId) {
    try (GroupCoordinator fifty =
        new EventSourcedGroupCoordinator(
            GroupConfig.defaults(),
            RuntimeConfig.defaults(),
            storage.environment(),
            new Random(1))) {
      return fifty.partitionFor(groupId);
    }
  }
}
