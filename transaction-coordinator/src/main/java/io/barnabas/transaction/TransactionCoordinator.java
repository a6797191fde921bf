package io.barnabas.transaction;

import io.barnabas.coordinator.PartitionOwner;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.AddReply;
import io.barnabas.transaction.message.EndReply;
import io.barnabas.transaction.message.EndTransaction;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.InitReply;
import io.barnabas.transaction.message.ListReply;
import io.barnabas.transaction.message.ListTransactions;
import io.barnabas.transaction.message.TransactionDescription;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * The transactional ids whose partitions of {@code __transaction_state} this broker leads (KIP-98,
 * KIP-360, KIP-890). Any thread may call; nothing blocks. Replies complete on the coordinator's
 * executor once what they say is durable, and never exceptionally: faults are values.
 */
public interface TransactionCoordinator extends PartitionOwner, AutoCloseable {

  /**
   * The partition of the state topic that keeps a transactional id; the same on every broker and in
   * Apache Kafka.
   */
  int partitionFor(String transactionalId);

  CompletionStage<InitReply> initProducer(InitProducer command);

  CompletionStage<AddReply> addPartitions(AddPartitions command);

  /** Answered once the outcome is decided for good; markers are written afterwards. */
  CompletionStage<EndReply> endTransaction(EndTransaction command);

  /** One description per id, in the order asked. */
  CompletionStage<List<TransactionDescription>> describe(List<String> transactionalIds);

  CompletionStage<ListReply> list(ListTransactions command);

  /** This broker leads a partition of the state topic from now on; loads it in the background. */
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
