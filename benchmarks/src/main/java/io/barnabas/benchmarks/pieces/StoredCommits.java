package io.barnabas.benchmarks.pieces;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.coordinator.CoordinatorLog;
import io.barnabas.coordinator.LogRecord;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A coordinator's log in a store, new and therefore empty when it is loaded. */
record StoredCommits(Store store) implements CoordinatorLog {
  private static final int BATCH_BYTES_MAX = 1 << 20;

  @Override
  public Uuid topicId() {
    return new Uuid(1, 2);
  }

  @Override
  public Bounds bounds() {
    return new Bounds(0, store.log().logEndOffset(), 0);
  }

  @Override
  public int leaderEpochAt(long offset) {
    return store.log().leaderEpochAt(offset);
  }

  @Override
  public CompletionStage<Long> append(List<LogRecord> records, int leaderEpoch) {
    ByteBuf batch = PooledByteBufAllocator.DEFAULT.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(batch, BatchOptions.DEFAULT)) {
      for (LogRecord each : records) {
        byte[] value = each.value();
        builder.append(
            each.timestamp(),
            Unpooled.wrappedBuffer(each.key()),
            value == null ? null : Unpooled.wrappedBuffer(value));
      }
      builder.finish();
    }
    store.append(batch);
    batch.release();
    return CompletableFuture.completedFuture(store.log().logEndOffset() - 1);
  }

  @Override
  public int batchBytesMax() {
    return BATCH_BYTES_MAX;
  }

  @Override
  public void replay(long fromOffset, RecordVisitor visitor) {
    // There is nothing yet.
  }
}
