package io.barnabas.storage.clean;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.RecordCursor;
import io.netty.buffer.ByteBuf;
import java.io.IOException;

/**
 * The first pass over a log: notes the newest offset of every key in its dirty part, as far as the
 * memory for them goes. What was aborted does not count.
 */
final class KeyIndexing {
  private final CleanableLog log;
  private final CleanableRange range;
  private final OffsetMap keys;
  private final CleaningWork work;
  private final Transactions transactions = new Transactions(needed -> {});
  private long next;

  KeyIndexing(CleanableLog log, CleanableRange range, OffsetMap keys, CleaningWork work) {
    this.log = log;
    this.range = range;
    this.keys = keys;
    this.work = work;
    this.next = range.firstDirty();
  }

  /** Indexes what there is room for; answers where that ends, exclusive. */
  long run() throws IOException, CleaningStopped {
    transactions.expect(log.abortedTransactions(range.firstDirty(), range.firstUncleanable()));
    for (SealedSegment segment : range.segments()) {
      if (segment.endOffset() > range.firstDirty()) {
        if (!index(segment)) {
          return next;
        }
        next = segment.endOffset();
      }
    }
    return next;
  }

  /** False when there was no room for all keys of the segment. */
  private boolean index(SealedSegment segment) throws IOException, CleaningStopped {
    int start =
        segment.baseOffset() >= range.firstDirty() ? 0 : segment.positionOf(range.firstDirty());
    try (BatchChunks chunks = new BatchChunks(segment, start, work.chunkBytes())) {
      while (chunks.next()) {
        ByteBuf chunk = chunks.chunk();
        work.used(chunk.writerIndex());
        BatchScanner batches = new BatchScanner(chunk, 0, chunk.writerIndex());
        while (batches.next()) {
          if (!index(chunk, batches.index())) {
            return false;
          }
        }
      }
      return true;
    }
  }

  private boolean index(ByteBuf chunk, int at) {
    if (BatchHeader.isControl(chunk, at)) {
      boolean unused = transactions.onControl(chunk, at);
    } else if (!transactions.onData(chunk, at) && !indexRecords(chunk, at)) {
      return false;
    }
    next = Math.max(next, BatchHeader.nextOffset(chunk, at));
    return true;
  }

  private boolean indexRecords(ByteBuf chunk, int at) {
    try (RecordCursor records = RecordCursor.open(chunk, at, log.config().maxDecompressedBytes())) {
      while (records.next()) {
        if (records.offset() >= range.firstDirty() && records.hasKey()) {
          if (!keys.put(
              records.buffer(), records.keyIndex(), records.keySize(), records.offset())) {
            return false;
          }
          next = records.offset() + 1;
        }
      }
      return true;
    }
  }
}
