package io.barnabas.server.coordinator;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.coordinator.CoordinatorLog.RecordVisitor;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.ProducerStamp;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.ReadOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;

/** Reads a log from one offset to another, a chunk of batches at a time. Blocks on the disk. */
final class LogReplay {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final byte[] NO_KEY = new byte[0];

  private final PartitionId id;
  private final PartitionLog log;
  private final RecordVisitor visitor;

  LogReplay(PartitionId id, PartitionLog log, RecordVisitor visitor) {
    this.id = id;
    this.log = log;
    this.visitor = visitor;
  }

  /** Visits what lies between; the first batch may begin before. */
  void run(long from, long end) {
    ByteBuf chunk = PooledByteBufAllocator.DEFAULT.buffer(CHUNK_BYTES);
    try {
      long next = from;
      while (next < end) {
        chunk.clear();
        read(next, end, chunk);
        long after = visit(chunk, next);
        if (after == next) {
          return;
        }
        next = after;
      }
    } catch (IOException | InvalidRecordsException e) {
      throw new CoordinatorLogException(id + " cannot be read to its end", e);
    } finally {
      chunk.release();
    }
  }

  private void read(long offset, long end, ByteBuf chunk) throws IOException {
    ReadOutcome outcome = log.read(offset, end, CHUNK_BYTES, true);
    if (!(outcome instanceof ReadOutcome.LogSlice slice)) {
      throw new CoordinatorLogException(
          id + " cannot be read at offset " + offset + ": " + outcome);
    }
    FileRecords records = slice.records();
    try {
      records.readInto(chunk);
    } finally {
      records.release();
    }
  }

  /** Visits the records of whole batches and tells the offset after them. */
  private long visit(ByteBuf chunk, long from) {
    long next = from;
    BatchScanner batches = BatchScanner.ofReadable(chunk);
    while (batches.next()) {
      int at = batches.index();
      if (!BatchHeader.isControl(chunk, at) || BatchHeader.isTransactional(chunk, at)) {
        visitBatch(chunk, at);
      }
      next = BatchHeader.nextOffset(chunk, at);
    }
    return next;
  }

  private void visitBatch(ByteBuf chunk, int at) {
    int epoch = BatchHeader.partitionLeaderEpoch(chunk, at);
    ProducerStamp stamp =
        BatchHeader.isTransactional(chunk, at)
            ? new ProducerStamp(
                BatchHeader.producerId(chunk, at),
                BatchHeader.producerEpoch(chunk, at),
                BatchHeader.isControl(chunk, at))
            : null;
    try (RecordCursor records = RecordCursor.open(chunk, at)) {
      while (records.next()) {
        ByteBuf key = records.key();
        ByteBuf value = records.value();
        LogRecord visited =
            new LogRecord(
                key == null ? NO_KEY : ByteBufUtil.getBytes(key),
                value == null ? null : ByteBufUtil.getBytes(value),
                records.timestamp(),
                stamp);
        visitor.visit(records.offset(), epoch, visited);
      }
    }
  }
}
