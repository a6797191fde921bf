package io.barnabas.server.binding;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.ReadOutcome;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads whole batches of a log into memory, one after the other. Blocks on the disk. */
final class LogBatches {
  private static final int READ_BYTES = 256 << 10;

  private final PartitionLog log;
  private final ByteBufAllocator allocator;

  LogBatches(PartitionLog log, ByteBufAllocator allocator) {
    this.log = log;
    this.allocator = allocator;
  }

  /**
   * Hands over every batch from the one that contains an offset to the one before another; the
   * buffer is the batch and is valid during the call only.
   *
   * @throws IOException if the log cannot be read to there
   */
  void forEach(long fromOffset, long endExclusive, Consumer<ByteBuf> consumer) throws IOException {
    long next = fromOffset;
    while (next < endExclusive) {
      ReadOutcome outcome = log.read(next, endExclusive, READ_BYTES, true);
      if (!(outcome instanceof LogSlice slice)) {
        throw new IOException(log.id() + " cannot be read at offset " + next + ": " + outcome);
      }
      long reached = handOver(slice.records(), consumer);
      if (reached <= next) {
        throw new IOException(
            log.id() + " has nothing to read at offset " + next + " of " + endExclusive);
      }
      next = reached;
    }
  }

  /**
   * Gives the records back; the answer is the offset after the last batch, -1 when there is none.
   */
  private long handOver(FileRecords records, Consumer<ByteBuf> consumer) throws IOException {
    ByteBuf buffer = allocator.directBuffer(Math.max(1, records.sizeInBytes()));
    try {
      records.readInto(buffer);
      long reached = -1;
      BatchScanner batches = BatchScanner.ofReadable(buffer);
      while (batches.next()) {
        reached = BatchHeader.nextOffset(buffer, batches.index());
        consumer.accept(buffer.slice(batches.index(), batches.sizeInBytes()));
      }
      return reached;
    } finally {
      buffer.release();
      records.release();
    }
  }
}
