package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.TimestampType;
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

  /** Each but the first is for a marker that came between; after these the client tries again. */
  private static final int VERIFICATIONS = 4;

  /** Whose batches keep their order. */
  private record Turn(PartitionId partition, long producerId) {}

  /** A batch on its way; {@code held} for as long as it takes. */
  private record Write(
      Partition partition,
      ByteBuf held,
      String transactionalId,
      short version,
      boolean toAllInSync) {
    boolean adds() {
      return version >= ADDS_SINCE_VERSION;
    }

    AppendContext context(long guard) {
      return new AppendContext(
          -1, AppendOrigin.CLIENT, guard, adds() ? AppendContext.EPOCH_BUMP_VERSION : OLD_PROTOCOL);
    }
  }

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
    Write write = new Write(partition, held, transactionalId, version, toAllInSync);
    return (before == null ? CompletableFuture.completedFuture(true) : before)
        .thenCompose(mine -> inTurn(write, AppendContext.NOT_VERIFIED, VERIFICATIONS))
        .whenComplete(
            (result, defect) -> {
              held.release();
              submitted.complete(true);
              turns.remove(turn, submitted);
            });
  }

  /**
   * Appends, and once more each time the log has it verified: more than once where the marker of
   * the transaction before, which its end was answered ahead of, comes between.
   */
  private CompletionStage<PartitionResult> inTurn(Write write, long guard, int verificationsLeft) {
    return write
        .partition()
        .append(write.held().retainedSlice(), write.context(guard), write.toAllInSync())
        .thenCompose(
            result -> {
              if (!(result instanceof AppendResult.Decided decided
                  && decided.outcome() instanceof AppendOutcome.Unverified unverified)) {
                return CompletableFuture.completedFuture(PartitionResult.of(result));
              }
              asSent(write.held());
              return verificationsLeft == 0
                  ? refused(TransactionFault.CONCURRENT_TRANSACTIONS, write.version())
                  : verify(write)
                      .thenCompose(
                          fault ->
                              fault == TransactionFault.NONE
                                  ? inTurn(write, unverified.guard(), verificationsLeft - 1)
                                  : refused(fault, write.version()));
            });
  }

  /**
   * The log had given it a place, and where it keeps append time a timestamp, before it handed it
   * back: no producer may bring either.
   */
  private static void asSent(ByteBuf batch) {
    int at = batch.readerIndex();
    BatchEditor.setBaseOffset(batch, at, 0);
    BatchEditor.setMaxTimestamp(
        batch, at, TimestampType.CREATE_TIME, BatchHeader.maxTimestamp(batch, at));
  }

  private CompletionStage<TransactionFault> verify(Write write) {
    TopicPartition added =
        new TopicPartition(write.partition().id().topic(), write.partition().id().partition());
    ByteBuf batch = write.held();
    int at = batch.readerIndex();
    return transactions
        .addPartitions(
            new AddPartitions(
                write.transactionalId(),
                BatchHeader.producerId(batch, at),
                BatchHeader.producerEpoch(batch, at),
                List.of(added),
                write.adds() ? AddPartitions.Mode.BY_WRITE : AddPartitions.Mode.VERIFY_ONLY))
        .thenApply(reply -> reply.of(added));
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
