package io.barnabas.server.coordinator;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.coordinator.CoordinatorLog;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.ProducerStamp;
import io.barnabas.coordinator.RecordTooLargeException;
import io.barnabas.server.partition.AppendResult;
import io.barnabas.server.partition.Partition;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.PartitionLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A coordinator's log over the partition that keeps it. */
final class PartitionCoordinatorLog implements CoordinatorLog {
  private final Partition partition;
  private final PartitionLog log;

  PartitionCoordinatorLog(Partition partition, PartitionLog log) {
    this.partition = partition;
    this.log = log;
  }

  @Override
  public Uuid topicId() {
    return partition.id().topicId();
  }

  @Override
  public Bounds bounds() {
    long start = log.logStartOffset();
    return new Bounds(start, log.logEndOffset(), Math.max(start, log.cleanedOffset()));
  }

  @Override
  public int leaderEpochAt(long offset) {
    return log.leaderEpochAt(offset);
  }

  @Override
  public int batchBytesMax() {
    return partition.settings().log().maxMessageBytes();
  }

  @Override
  public CompletionStage<Long> append(List<LogRecord> records, int leaderEpoch) {
    ByteBuf batch = PooledByteBufAllocator.DEFAULT.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, options(records.get(0)))) {
      for (LogRecord each : records) {
        byte[] value = each.value();
        builder.append(
            each.timestamp(),
            Unpooled.wrappedBuffer(each.key()),
            value == null ? null : Unpooled.wrappedBuffer(value));
      }
      builder.finish();
    } catch (RuntimeException e) {
      batch.release();
      throw e;
    }
    if (batch.readableBytes() > batchBytesMax()) {
      int size = batch.readableBytes();
      batch.release();
      return CompletableFuture.failedFuture(
          new RecordTooLargeException(
              "a batch of "
                  + size
                  + " bytes for "
                  + partition.id()
                  + " exceeds "
                  + batchBytesMax()));
    }
    return partition
        .append(batch, AppendOrigin.COORDINATOR, true, leaderEpoch)
        .thenApply(result -> lastOffset(result, records.size()));
  }

  private static BatchOptions options(LogRecord first) {
    ProducerStamp stamp = first.stamp();
    if (stamp == null) {
      return BatchOptions.DEFAULT;
    }
    BatchOptions transactional =
        BatchOptions.DEFAULT
            .withProducer(stamp.producerId(), stamp.producerEpoch(), BatchLayout.NO_SEQUENCE)
            .asTransactional();
    return stamp.control() ? transactional.asControl() : transactional;
  }

  private long lastOffset(AppendResult result, int recordCount) {
    if (result instanceof AppendResult.Decided decided) {
      return lastOffset(decided.outcome(), recordCount);
    }
    if (result instanceof AppendResult.UnderReplicated underReplicated) {
      // Committed all the same, so the coordinator must not take it for lost.
      return lastOffset(underReplicated.outcome(), recordCount);
    }
    throw failure(recordCount, ((AppendResult.Unserved) result).fault());
  }

  private long lastOffset(AppendOutcome outcome, int recordCount) {
    if (outcome instanceof AppendOutcome.Appended appended) {
      return appended.lastOffset();
    }
    throw failure(recordCount, outcome);
  }

  private CoordinatorLogException failure(int recordCount, Object why) {
    return new CoordinatorLogException(
        "an append of " + recordCount + " records to " + partition.id() + " failed: " + why);
  }

  @Override
  public void replay(long fromOffset, RecordVisitor visitor) {
    long end = log.logEndOffset();
    if (end > 0 && !partition.awaitCommitted(end - 1).toCompletableFuture().join()) {
      throw new CoordinatorLogException(partition.id() + " is not led by this broker any more");
    }
    new LogReplay(partition.id(), log, visitor)
        .run(Math.max(fromOffset, log.logStartOffset()), end);
  }
}
