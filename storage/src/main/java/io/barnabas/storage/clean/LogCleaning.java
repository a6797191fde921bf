package io.barnabas.storage.clean;

import io.barnabas.codec.batch.BatchScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One cleaning of one log: a pass over its dirty part to learn the newest offset of each key, and a
 * pass over everything up to there, which writes segments anew in groups and puts each group in
 * place of its sources before it goes on. One thread.
 */
final class LogCleaning {

  /**
   * What was done.
   *
   * @param end everything below is clean now
   */
  record Result(long end, long bytesBefore, long bytesAfter) {}

  private final CleanableLog log;
  private final CleanableRange range;
  private final CleaningWork work;
  private final long nowMs;
  private @Nullable Replacement replacement;
  private long bytesBefore;
  private long bytesAfter;

  LogCleaning(CleanableLog log, CleanableRange range, CleaningWork work, long nowMs) {
    this.log = log;
    this.range = range;
    this.work = work;
    this.nowMs = nowMs;
  }

  Result run(OffsetMap keys) throws IOException, CleaningStopped {
    log.flush();
    long end = new KeyIndexing(log, range, keys, work).run();
    List<SealedSegment> segments = new ArrayList<>();
    for (SealedSegment segment : range.segments()) {
      if (segment.baseOffset() < end) {
        segments.add(segment);
      }
    }
    if (!segments.isEmpty()) {
      rewrite(segments, keys, end);
    }
    log.cleanedTo(end);
    return new Result(end, bytesBefore, bytesAfter);
  }

  private void rewrite(List<SealedSegment> segments, OffsetMap keys, long end)
      throws IOException, CleaningStopped {
    Transactions transactions =
        new Transactions(
            aborted -> {
              if (replacement != null) {
                replacement.noteAborted(aborted);
              }
            });
    transactions.expect(
        log.abortedTransactions(
            segments.get(0).baseOffset(), segments.get(segments.size() - 1).endOffset()));
    BatchCleaner cleaner = new BatchCleaner(log, keys, end, transactions, log.lastBatches(), nowMs);
    ByteBuf out = PooledByteBufAllocator.DEFAULT.heapBuffer(work.chunkBytes());
    try {
      for (List<SealedSegment> group :
          SegmentGroups.of(
              segments, log.config().segmentBytes(), log.config().segmentIndexBytes())) {
        replace(group, cleaner, out);
      }
    } finally {
      out.release();
    }
  }

  private void replace(List<SealedSegment> group, BatchCleaner cleaner, ByteBuf out)
      throws IOException, CleaningStopped {
    Replacement written = log.replace(group);
    replacement = written;
    boolean committed = false;
    try {
      int lastIndex = lastWithBatches(group);
      for (int index = 0; index <= lastIndex; index++) {
        SealedSegment segment = group.get(index);
        copy(segment, index == lastIndex, cleaner, written, out);
        bytesBefore += segment.sizeInBytes();
      }
      bytesAfter += written.sizeInBytes();
      if (cleaner.takeChanged() || group.size() > 1) {
        work.used(0);
        committed = written.commit();
        if (!committed) {
          throw new CleaningStopped("its segments have changed");
        }
      }
    } finally {
      replacement = null;
      if (!committed) {
        written.abandon();
      }
    }
  }

  private static int lastWithBatches(List<SealedSegment> group) {
    int last = group.size() - 1;
    while (last >= 0 && group.get(last).sizeInBytes() == 0) {
      last--;
    }
    return last;
  }

  /**
   * The last batch of a group stays, be it empty, so that the file says up to which offset it
   * replaces others.
   */
  private void copy(
      SealedSegment segment,
      boolean lastSegment,
      BatchCleaner cleaner,
      Replacement written,
      ByteBuf out)
      throws IOException, CleaningStopped {
    try (BatchChunks chunks = new BatchChunks(segment, 0, work.chunkBytes())) {
      while (chunks.next()) {
        ByteBuf chunk = chunks.chunk();
        int end = chunk.writerIndex();
        work.used(end);
        BatchScanner batches = new BatchScanner(chunk, 0, end);
        out.clear();
        while (batches.next()) {
          boolean last =
              lastSegment && chunks.atEnd() && batches.index() + batches.sizeInBytes() == end;
          cleaner.clean(chunk, batches.index(), last, out);
        }
        int bytes = out.readableBytes();
        written.append(out);
        work.used(bytes);
      }
    }
  }
}
