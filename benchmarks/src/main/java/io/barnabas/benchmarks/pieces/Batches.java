package io.barnabas.benchmarks.pieces;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Uncompressed batches of records of 1 KiB. */
final class Batches {
  private static final int RECORD_BYTES = 1_024;

  private Batches() {}

  /** A batch in memory of its own outside the heap, as one received is. */
  static ByteBuf of(int bytes) {
    ByteBuf out = Unpooled.directBuffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, BatchOptions.DEFAULT)) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < Math.max(1, bytes / RECORD_BYTES); i++) {
        builder.append(now, null, Unpooled.wrappedBuffer(new byte[RECORD_BYTES]));
      }
      builder.finish();
    }
    return out;
  }
}
