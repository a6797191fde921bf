package io.barnabas.group.shard;

import io.barnabas.coordinator.CoordinatorRuntime;
import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.KeyPartitions;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.coordinator.RuleOperation;
import io.barnabas.coordinator.RuleOperations;
import io.barnabas.coordinator.RuntimeConfig;
import io.barnabas.coordinator.RuntimeEnvironment;
import io.barnabas.group.GroupConfig;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.classic.Descriptions;
import io.barnabas.group.classic.MemberMemory;
import io.barnabas.group.message.CommitInTransaction;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.group.message.DeleteOffsets;
import io.barnabas.group.message.DeleteOffsetsReply;
import io.barnabas.group.message.DeletedGroup;
import io.barnabas.group.message.EndTransaction;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.GroupDescription;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.Heartbeat;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.LeaveReply;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.message.TransactionGate;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupViewKeys;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * {@link GroupCoordinator} on the event-sourced runtime: finds a group's shard and runs the group's
 * rule there.
 */
public final class EventSourcedGroupCoordinator implements GroupCoordinator {
  private static final RuleOperations<GroupShard, GroupRecord, GroupFault> OPERATIONS =
      new RuleOperations<>(GroupFault::of);

  /** Members may take this part of the heap: tens of thousands, as they are. */
  private static final int PART_OF_HEAP = 4;

  private final int partitionCount;
  private final CoordinatorRuntime<GroupShard, GroupRecord> runtime;

  /**
   * Nobody is told the counts.
   *
   * @param random makes member ids; must be safe for several threads and hard to guess, for a
   *     member id is all that keeps one client from acting for another
   */
  public EventSourcedGroupCoordinator(
      GroupConfig config,
      RuntimeConfig runtimeConfig,
      RuntimeEnvironment environment,
      RandomGenerator random) {
    this(config, runtimeConfig, environment, random, new GroupCounts());
  }

  /**
   * As above.
   *
   * @param counts where what is decided is counted
   */
  public EventSourcedGroupCoordinator(
      GroupConfig config,
      RuntimeConfig runtimeConfig,
      RuntimeEnvironment environment,
      RandomGenerator random,
      GroupCounts counts) {
    this(
        config,
        runtimeConfig,
        environment,
        random,
        new MemberMemory(Runtime.getRuntime().maxMemory() / PART_OF_HEAP),
        counts);
  }

  /**
   * As above.
   *
   * @param memory what members may take of the heap
   */
  public EventSourcedGroupCoordinator(
      GroupConfig config,
      RuntimeConfig runtimeConfig,
      RuntimeEnvironment environment,
      RandomGenerator random,
      MemberMemory memory) {
    this(config, runtimeConfig, environment, random, memory, new GroupCounts());
  }

  /**
   * As above.
   *
   * @param memory what members may take of the heap
   * @param counts where what is decided is counted
   */
  public EventSourcedGroupCoordinator(
      GroupConfig config,
      RuntimeConfig runtimeConfig,
      RuntimeEnvironment environment,
      RandomGenerator random,
      MemberMemory memory,
      GroupCounts counts) {
    this.partitionCount = config.partitionCount();
    this.runtime =
        new CoordinatorRuntime<>(
            new GroupShardKind(config, memory, new UniqueIds(random), counts),
            environment,
            runtimeConfig);
  }

  @Override
  public int partitionFor(String groupId) {
    return KeyPartitions.partitionFor(groupId, partitionCount);
  }

  @Override
  public CompletionStage<JoinReply> joinGroup(JoinGroup command) {
    return submit(
        command.groupId(),
        OPERATIONS.of(
            (shard, token, effects) -> shard.classicRules().join(command, token, effects),
            fault -> JoinReply.refused(fault, command.memberId())));
  }

  @Override
  public CompletionStage<SyncReply> syncGroup(SyncGroup command) {
    return submit(
        command.groupId(),
        OPERATIONS.of(
            (shard, token, effects) -> shard.classicRules().sync(command, token, effects),
            SyncReply::refused));
  }

  @Override
  public CompletionStage<GroupFault> heartbeat(Heartbeat command) {
    return submit(
        command.groupId(),
        OPERATIONS
            .of(
                (GroupShard shard, ReplyToken<GroupFault> token, Effects<GroupRecord> effects) ->
                    shard.classicRules().heartbeat(command, token, effects),
                (GroupFault fault) -> fault)
            .quickWhen(shard -> true));
  }

  @Override
  public CompletionStage<LeaveReply> leaveGroup(LeaveGroup command) {
    return submit(
        command.groupId(),
        OPERATIONS.of(
            (shard, token, effects) -> shard.classicRules().leave(command, token, effects),
            LeaveReply::refused));
  }

  @Override
  public CompletionStage<CommitReply> commitOffsets(CommitOffsets command) {
    return submit(
        command.groupId(),
        OPERATIONS
            .of(
                (GroupShard shard, ReplyToken<CommitReply> token, Effects<GroupRecord> effects) ->
                    shard.commitRule().decide(command, token, effects),
                fault -> CommitReply.refused(command, fault))
            .quickWhen(shard -> command.isSmall() && shard.keepsOffsetsInMemory()));
  }

  @Override
  public CompletionStage<TransactionGate> transactionGate(String groupId) {
    return submit(
        groupId,
        OPERATIONS.answered(
            (shard, effects) -> shard.transactionRule().gate(), TransactionGate::refused));
  }

  @Override
  public CompletionStage<CommitReply> commitInTransaction(CommitInTransaction command) {
    return submit(
        command.offsets().groupId(),
        OPERATIONS.answered(
            (shard, effects) ->
                shard.commitRule().decide(command, shard.transactionRule(), effects),
            fault -> CommitReply.refused(command.offsets(), fault)));
  }

  @Override
  public CompletionStage<GroupFault> endTransaction(int partition, EndTransaction command) {
    return runtime.submit(
        partition,
        OPERATIONS.unmissed(
            (shard, effects) -> shard.transactionRule().end(command, effects), fault -> fault));
  }

  @Override
  public CompletionStage<FetchReply> fetchOffsets(FetchOffsets command) {
    return submit(
        command.groupId(),
        OPERATIONS.answered(
            (shard, effects) ->
                shard.fetchRule().decide(shard.groups().find(command.groupId()), command),
            fault -> FetchReply.refused(command.groupId(), fault)));
  }

  @Override
  public CompletionStage<DeleteOffsetsReply> deleteOffsets(DeleteOffsets command) {
    return submit(
        command.groupId(),
        OPERATIONS.answered(
            (shard, effects) ->
                shard
                    .deleteOffsetsRule()
                    .decide(shard.groups().find(command.groupId()), command, effects),
            DeleteOffsetsReply::refused));
  }

  @Override
  public CompletionStage<ListReply> listGroups(ListGroups command) {
    return Gathering.all(
            runtime.submitToAll(
                () ->
                    OPERATIONS.answered(
                        (shard, effects) ->
                            new ListReply(
                                GroupFault.NONE, Descriptions.list(shard.groups(), command)),
                        ListReply::refused)))
        .thenApply(Gathering::merge);
  }

  @Override
  public CompletionStage<List<GroupDescription>> describeGroups(List<String> groupIds) {
    return Gathering.all(groupIds.stream().map(this::describeGroup).toList());
  }

  private CompletionStage<GroupDescription> describeGroup(String groupId) {
    return submit(
        groupId,
        OPERATIONS.answered(
            (shard, effects) -> Descriptions.describe(groupId, shard.groups().find(groupId)),
            fault -> GroupDescription.refused(groupId, fault)));
  }

  @Override
  public CompletionStage<List<DeletedGroup>> deleteGroups(List<String> groupIds) {
    return Gathering.all(groupIds.stream().map(this::deleteGroup).toList());
  }

  private CompletionStage<DeletedGroup> deleteGroup(String groupId) {
    return submit(
        groupId,
        OPERATIONS.answered(
            (shard, effects) ->
                shard.offsetExpiry().delete(groupId, shard.groups().find(groupId), effects),
            fault -> new DeletedGroup(groupId, fault, null)));
  }

  @Override
  public CompletionStage<Void> onTopicsDeleted(Collection<String> topicNames) {
    Set<String> topics = Set.copyOf(topicNames);
    return Gathering.all(
            IntStream.range(0, partitionCount)
                .mapToObj(partition -> dropTopics(partition, topics))
                .toList())
        .thenApply(faults -> null);
  }

  /**
   * Tries until it is done or the partition is given up: a topic that is made again under the name
   * of a deleted one must not inherit its offsets. Each further try waits for a load.
   */
  private CompletionStage<GroupFault> dropTopics(int partition, Set<String> topics) {
    RuleOperation<GroupShard, GroupRecord, GroupFault, GroupFault> operation =
        OPERATIONS.unmissed(
            (shard, effects) -> {
              shard.offsetExpiry().dropTopics(topics, effects);
              return GroupFault.NONE;
            },
            fault -> fault);
    return runtime
        .submit(partition, operation)
        .thenCompose(
            fault ->
                fault == GroupFault.COORDINATOR_NOT_AVAILABLE
                    ? dropTopics(partition, topics)
                    : CompletableFuture.completedStage(fault));
  }

  @Override
  public void onElection(int partition, int leaderEpoch) {
    runtime.onElection(partition, leaderEpoch);
  }

  @Override
  public void onResignation(int partition) {
    runtime.onResignation(partition);
  }

  @Override
  public void close() {
    runtime.close();
  }

  private <T> CompletionStage<T> submit(
      String groupId, RuleOperation<GroupShard, GroupRecord, GroupFault, T> operation) {
    return GroupViewKeys.fitsRecord(groupId)
        ? runtime.submit(partitionFor(groupId), operation)
        : CompletableFuture.completedStage(operation.refusal().apply(GroupFault.INVALID_GROUP_ID));
  }
}
