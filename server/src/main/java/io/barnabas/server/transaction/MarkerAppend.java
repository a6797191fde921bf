package io.barnabas.server.transaction;

import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.EndTransaction;
import io.barnabas.group.message.GroupFault;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.partition.AppendResult;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.producer.ProducerState;
import io.barnabas.transaction.message.Marker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Appends transaction markers to partitions led here. Those for groups' offsets go by way of the
 * group coordinator, which has to know in which order commits and markers come.
 */
public final class MarkerAppend {
  private static final short VALUE_VERSION = 0;

  private final Partitions partitions;
  private final GroupCoordinator groups;
  private final InstantSource clock;

  public MarkerAppend(Partitions partitions, GroupCoordinator groups, InstantSource clock) {
    this.partitions = partitions;
    this.groups = groups;
    this.clock = clock;
  }

  /** What became of a marker; all null when it is committed. */
  public record Result(
      @Nullable PartitionFault unserved,
      @Nullable AppendFault refused,
      @Nullable GroupFault group) {
    static final Result WRITTEN = new Result(null, null, null);

    static Result unserved(PartitionFault fault) {
      return new Result(fault, null, null);
    }

    static Result refused(AppendFault fault) {
      return new Result(null, fault, null);
    }

    /** Whether it is committed. */
    public boolean isWritten() {
      return unserved == null && refused == null && group == null;
    }
  }

  /** Appends to one partition; never exceptionally, unless by a defect. */
  public CompletionStage<Result> append(String topic, int index, Marker marker) {
    Partition partition = partitions.find(topic, index);
    if (partition == null) {
      return CompletableFuture.completedFuture(
          Result.unserved(partitions.whyMissing(topic, index)));
    }
    PartitionRole role = partition.role();
    PartitionFault refusal = partition.refusalFor(role, -1);
    if (refusal != null) {
      return CompletableFuture.completedFuture(Result.unserved(refusal));
    }
    return topic.equals(TopicNames.CONSUMER_OFFSETS)
        ? ((PartitionRole.Leader) role)
            .log()
            .producer(marker.producerId())
            .thenCompose(known -> appendToOffsets(index, known, marker))
        : partition.append(batch(marker), context(marker), true).thenApply(MarkerAppend::result);
  }

  private static AppendContext context(Marker marker) {
    return new AppendContext(
        -1, AppendOrigin.COORDINATOR, AppendContext.NOT_NEEDED, marker.transactionVersion());
  }

  private static Result result(AppendResult result) {
    if (result instanceof AppendResult.Unserved unserved) {
      return Result.unserved(unserved.fault());
    }
    return result instanceof AppendResult.Decided decided
            && decided.outcome() instanceof AppendOutcome.Refused refused
        ? Result.refused(refused.fault())
        : Result.WRITTEN;
  }

  /** An append that the log refuses would cost the group coordinator a load, so it is foreseen. */
  private CompletionStage<Result> appendToOffsets(
      int index, Optional<ProducerState> known, Marker marker) {
    if (known.isPresent() && isFenced(known.get(), marker)) {
      return CompletableFuture.completedFuture(Result.refused(AppendFault.INVALID_PRODUCER_EPOCH));
    }
    if (known.isPresent() && known.get().coordinatorEpoch() > marker.coordinatorEpoch()) {
      return CompletableFuture.completedFuture(Result.refused(AppendFault.STALE_COORDINATOR_EPOCH));
    }
    return groups
        .endTransaction(
            index,
            new EndTransaction(
                marker.producerId(),
                marker.producerEpoch(),
                marker.coordinatorEpoch(),
                marker.committed()))
        .thenApply(
            fault -> fault == GroupFault.NONE ? Result.WRITTEN : new Result(null, null, fault));
  }

  /** As the log would have it: a late marker shares its epoch with the transaction that is open. */
  private static boolean isFenced(ProducerState known, Marker marker) {
    boolean ofOpenTransaction =
        marker.transactionVersion() >= AppendContext.EPOCH_BUMP_VERSION
            && known.epoch() == marker.producerEpoch()
            && known.epoch() < Short.MAX_VALUE
            && known.transactionStartOffset() >= 0;
    return known.epoch() > marker.producerEpoch() || ofOpenTransaction;
  }

  private ByteBuf batch(Marker marker) {
    ByteBuf key = Unpooled.buffer(ControlRecordType.KEY_SIZE, ControlRecordType.KEY_SIZE);
    (marker.committed() ? ControlRecordType.COMMIT : ControlRecordType.ABORT).writeKey(key);
    ByteBuf value =
        Unpooled.buffer(Short.BYTES + Integer.BYTES)
            .writeShort(VALUE_VERSION)
            .writeInt(marker.coordinatorEpoch());
    BatchOptions options =
        BatchOptions.DEFAULT
            .withProducer(marker.producerId(), marker.producerEpoch(), BatchLayout.NO_SEQUENCE)
            .asTransactional()
            .asControl();
    ByteBuf batch = PooledByteBufAllocator.DEFAULT.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, options)) {
      builder.append(clock.millis(), key, value);
      builder.finish();
    } catch (RuntimeException e) {
      batch.release();
      throw e;
    }
    return batch;
  }
}
