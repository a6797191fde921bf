package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.AppendResult;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.transaction.PartitionVerification;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.transaction.TransactionCoordinator;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Appends batches of transactions. The first of a transaction in a partition is handed back by the
 * log, has the transaction coordinator add the partition (Transactions V2) or say that it was
 * added, and is appended then (KIP-890); all others go straight to the log. Batches of one producer
 * keep their order: those behind the first are verified behind it.
 */
final class TransactionalAppend {
  private static final int ADDS_SINCE_VERSION = 12;
  private static final int ABORTABLE_SINCE_VERSION = 11;
  private static final short OLD_PROTOCOL = 1;

  /** Whose batches keep their order. */
  private record Turn(PartitionId partition, long producerId) {}

  private final TransactionCoordinator transactions;
  private final PartitionVerification verification;

  /**
   * The last batch of each producer that has not gone to the log. A producer sends several at once;
   * one that comes when the first has begun the transaction must not overtake those that are still
   * being verified.
   */
  private final Map<Turn, CompletableFuture<Boolean>> turns = new ConcurrentHashMap<>();

  /**
   * @param verification whether clients of the old protocol are verified too
   */
  TransactionalAppend(TransactionCoordinator transactions, PartitionVerification verification) {
    this.transactions = transactions;
    this.verification = verification;
  }

  /**
   * Appends a batch.
   *
   * @param batch borrowed
   */
  CompletionStage<PartitionResult> append(
      Partition partition,
      ByteBuf batch,
      @Nullable String transactionalId,
      short version,
      boolean toAllInSync) {
    if (transactionalId == null) {
      return CompletableFuture.completedFuture(
          PartitionResult.failed(ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED, null));
    }
    boolean adds = version >= ADDS_SINCE_VERSION;
    if (!adds && !verification.isEnabled()) {
      return partition
          .append(batch.retainedSlice(), AppendOrigin.CLIENT, toAllInSync)
          .thenApply(PartitionResult::of);
    }
    // The request may be answered, and its frame released, before the coordinator has answered.
    ByteBuf held = batch.retainedSlice();
    Turn turn = new Turn(partition.id(), BatchHeader.producerId(batch, batch.readerIndex()));
    CompletableFuture<Boolean> submitted = new CompletableFuture<>();
    CompletableFuture<Boolean> before = turns.put(turn, submitted);
    return (before == null ? CompletableFuture.completedFuture(true) : before)
        .thenCompose(
            mine -> inTurn(partition, held, transactionalId, version, toAllInSync, submitted))
        .whenComplete(
            (result, defect) -> {
              held.release();
              submitted.complete(true);
              turns.remove(turn, submitted);
            });
  }

  /** Completes {@code submitted} as soon as the next batch of the producer may go to the log. */
  private CompletionStage<PartitionResult> inTurn(
      Partition partition,
      ByteBuf held,
      String transactionalId,
      short version,
      boolean toAllInSync,
      CompletableFuture<Boolean> submitted) {
    boolean adds = version >= ADDS_SINCE_VERSION;
    AddPartitions.Mode mode = adds ? AddPartitions.Mode.BY_WRITE : AddPartitions.Mode.VERIFY_ONLY;
    return partition
        .append(held.retainedSlice(), context(adds, AppendContext.NOT_VERIFIED), toAllInSync)
        .thenCompose(
            first -> {
              if (!(first instanceof AppendResult.Decided decided
                  && decided.outcome() instanceof AppendOutcome.Unverified unverified)) {
                submitted.complete(true);
                return CompletableFuture.completedFuture(PartitionResult.of(first));
              }
              return verify(partition, held, transactionalId, mode)
                  .thenCompose(
                      fault -> {
                        CompletionStage<PartitionResult> second =
                            fault == TransactionFault.NONE
                                ? again(partition, held, adds, unverified.guard(), toAllInSync)
                                : refused(fault, version);
                        submitted.complete(true);
                        return second;
                      });
            });
  }

  private static AppendContext context(boolean adds, long verification) {
    return new AppendContext(
        -1,
        AppendOrigin.CLIENT,
        verification,
        adds ? AppendContext.EPOCH_BUMP_VERSION : OLD_PROTOCOL);
  }

  private CompletionStage<TransactionFault> verify(
      Partition partition, ByteBuf batch, String transactionalId, AddPartitions.Mode mode) {
    TopicPartition added = new TopicPartition(partition.id().topic(), partition.id().partition());
    int at = batch.readerIndex();
    return transactions
        .addPartitions(
            new AddPartitions(
                transactionalId,
                BatchHeader.producerId(batch, at),
                BatchHeader.producerEpoch(batch, at),
                List.of(added),
                mode))
        .thenApply(reply -> reply.of(added));
  }

  private static CompletionStage<PartitionResult> again(
      Partition partition, ByteBuf batch, boolean adds, long guard, boolean toAllInSync) {
    // The log had given it a place before it handed it back.
    BatchEditor.setBaseOffset(batch, batch.readerIndex(), 0);
    return partition
        .append(batch.retainedSlice(), context(adds, guard), toAllInSync)
        .thenApply(PartitionResult::of);
  }

  private static CompletionStage<PartitionResult> refused(TransactionFault fault, short version) {
    ErrorCode error =
        switch (fault) {
          // Producers do not know the coordinator's word for it.
          case PRODUCER_FENCED -> ErrorCode.INVALID_PRODUCER_EPOCH;
          case TRANSACTION_ABORTABLE ->
              version >= ABORTABLE_SINCE_VERSION
                  ? ErrorCode.TRANSACTION_ABORTABLE
                  : ErrorCode.INVALID_TXN_STATE;
          // To be tried again, without a search for another leader.
          case CONCURRENT_TRANSACTIONS,
              NOT_COORDINATOR,
              COORDINATOR_NOT_AVAILABLE,
              COORDINATOR_LOAD_IN_PROGRESS ->
              ErrorCode.NOT_ENOUGH_REPLICAS;
          default -> WireErrors.of(fault);
        };
    return CompletableFuture.completedFuture(
        PartitionResult.failed(error, "The transaction cannot be verified: " + fault));
  }
}
