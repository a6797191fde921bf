package io.barnabas.group;

import io.barnabas.coordinator.PartitionOwner;
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
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The consumer groups whose partitions of {@code __consumer_offsets} this broker leads. Any thread
 * may call; nothing blocks. Replies complete on the coordinator's executor once what they say is
 * durable, and never exceptionally: faults are values. {@code JoinGroup} and {@code SyncGroup} may
 * wait for other members, for as long as the rebalance timeout.
 */
public interface GroupCoordinator extends PartitionOwner, AutoCloseable {

  /**
   * The partition of the offsets topic that keeps a group; the same on every broker and in Apache
   * Kafka.
   */
  int partitionFor(String groupId);

  CompletionStage<JoinReply> joinGroup(JoinGroup command);

  CompletionStage<SyncReply> syncGroup(SyncGroup command);

  CompletionStage<GroupFault> heartbeat(Heartbeat command);

  CompletionStage<LeaveReply> leaveGroup(LeaveGroup command);

  CompletionStage<CommitReply> commitOffsets(CommitOffsets command);

  /** A moment of the group's partition, from before a transaction is verified. */
  CompletionStage<TransactionGate> transactionGate(String groupId);

  CompletionStage<CommitReply> commitInTransaction(CommitInTransaction command);

  /** Writes a transaction's marker to a partition of the offsets topic. */
  CompletionStage<GroupFault> endTransaction(int partition, EndTransaction command);

  CompletionStage<FetchReply> fetchOffsets(FetchOffsets command);

  CompletionStage<DeleteOffsetsReply> deleteOffsets(DeleteOffsets command);

  CompletionStage<ListReply> listGroups(ListGroups command);

  /** One description per id, in the order asked. */
  CompletionStage<List<GroupDescription>> describeGroups(List<String> groupIds);

  /** One outcome per id, in the order asked. */
  CompletionStage<List<DeletedGroup>> deleteGroups(List<String> groupIds);

  /**
   * Drops the committed offsets of deleted topics in all groups; completes when that is durable or
   * has failed.
   */
  CompletionStage<Void> onTopicsDeleted(Collection<String> topicNames);

  /** This broker leads a partition of the offsets topic from now on; loads it in the background. */
  @Override
  void onElection(int partition, int leaderEpoch);

  /** This broker no longer leads the partition; waiting requests are answered NOT_COORDINATOR. */
  @Override
  void onResignation(int partition);

  /**
   * Resigns from everything, after what is under way has been written. Blocks for at most a few
   * seconds.
   */
  @Override
  void close();
}
