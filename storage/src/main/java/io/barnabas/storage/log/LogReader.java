package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.barnabas.storage.log.ReadOutcome.OffsetOutOfRange;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds batches by offset. Takes no lock: it works on the segments and the end that were published
 * when it began.
 */
final class LogReader {
  /** What was written lately is taken to be in the page cache still up to this far from the end. */
  private static final long WARM_BYTES = 64L << 20;

  private final LogState log;

  private final ReadEnds ends = new ReadEnds();
  private final RecentOffsets recent = new RecentOffsets();

  LogReader(LogState log) {
    this.log = log;
  }

  /**
   * Whether a read would find indexes and records in memory. Never waits for the disk; sometimes
   * mistaken, where the kernel has dropped in this moment what was there.
   */
  boolean isInMemory(long offset, long endExclusive, int maxBytes) {
    OffsetPosition end = log.end();
    Segments segments = log.segments();
    long nowMs = log.context().clock().millis();
    boolean lately = recent.contains(offset, end.offset(), nowMs);
    if (offset < log.logStartOffset() || offset >= Math.min(endExclusive, end.offset())) {
      return true; // Nothing to read.
    }
    int index = segments.indexFor(offset);
    Segment segment = segments.get(index);
    SegmentIndexes indexes = log.context().indexes().ifLoaded(segment);
    FileHandle handle = log.context().handles().acquireIfOpen(segment.file());
    try {
      if (indexes == null || handle == null) {
        return false;
      }
      int known = ends.positionOf(offset, segment);
      int position =
          known >= 0 ? known : indexes.offsets().positionFor(offset - segment.baseOffset());
      return lately && isNearEnd(segments, index, position, end)
          || log.context()
              .pages()
              .isKnownToHold(
                  handle,
                  position,
                  Math.min(maxBytes, segment.size() - position),
                  segment.size(),
                  nowMs);
    } finally {
      if (handle != null) {
        handle.release();
      }
    }
  }

  private static boolean isNearEnd(Segments segments, int index, int position, OffsetPosition end) {
    long behind = -position;
    for (int i = index; i < segments.count() && behind <= WARM_BYTES; i++) {
      Segment segment = segments.get(i);
      behind += segment == end.segment() ? end.position() : segment.size();
    }
    return behind <= WARM_BYTES;
  }

  /** Brings what a read has found into memory; lets go of it when that fails. Blocks. */
  void bringIn(LogSlice found) throws IOException {
    FileRecords records = found.records();
    if (records.sizeInBytes() == 0) {
      return;
    }
    try {
      FileHandle file = records.handle();
      long end = file.channel().size();
      long nowMs = log.context().clock().millis();
      log.context().pages().bringIn(file, records.position(), records.sizeInBytes(), end, nowMs);
    } catch (IOException | RuntimeException e) {
      records.release();
      throw e;
    }
  }

  ReadOutcome read(long offset, long endExclusive, int maxBytes, boolean atLeastOneBatch)
      throws IOException {
    // First of all: when it is still the same later, so are the segments.
    long version = log.segmentsVersion();
    // The end next: whatever it names is in the segments read after it.
    OffsetPosition end = log.end();
    OffsetPosition watermark = log.highWatermarkPosition();
    Segments segments = log.segments();
    if (offset < log.logStartOffset() || offset > end.offset()) {
      return new OffsetOutOfRange(log.logStartOffset(), end.offset());
    }
    long limit = Math.min(endExclusive, end.offset());
    if (offset >= limit) {
      return emptyAt(segments, offset, version);
    }
    int index = segments.indexFor(offset);
    ReadOutcome found = null;
    // A segment can hold nothing at or above the offset when compaction emptied its end.
    while (found == null && index < segments.count()) {
      found =
          readSegment(
              segments, version, index, offset, limit, end, watermark, maxBytes, atLeastOneBatch);
      index++;
    }
    return found == null ? emptyAt(segments, offset, version) : found;
  }

  /**
   * An offset that nothing in a slice reaches: that of the first indexed batch behind it, or the
   * end that the slice was read up to.
   */
  long endOf(LogSlice slice, long endExclusive) throws IOException {
    Segments segments = log.segments();
    int index = segments.indexFor(slice.segmentBaseOffset());
    Segment segment = segments.get(index);
    if (segment.baseOffset() != slice.segmentBaseOffset()) {
      return endExclusive;
    }
    long relative =
        log.indexesOf(segment)
            .offsets()
            .offsetBehind(slice.position() + slice.records().sizeInBytes());
    long behind =
        relative < 0
            ? segments.endOf(index, log.end().offset())
            : segment.baseOffset() + relative + 1;
    return Math.min(behind, endExclusive);
  }

  private static LogSlice emptyAt(Segments segments, long offset, long version) {
    Segment segment = segments.get(segments.indexFor(offset));
    return new LogSlice(FileRecords.EMPTY, segment.baseOffset(), segment.size(), version);
  }

  private @Nullable ReadOutcome readSegment(
      Segments segments,
      long version,
      int index,
      long offset,
      long limit,
      OffsetPosition end,
      OffsetPosition watermark,
      int maxBytes,
      boolean atLeastOneBatch)
      throws IOException {
    Segment segment = segments.get(index);
    if (segment.baseOffset() >= limit) {
      return emptyAt(segments, offset, version);
    }
    int readable = end.segment() == segment ? end.position() : segment.size();
    if (readable == 0) {
      return null;
    }
    SegmentIndexes indexes = log.indexesOf(segment);
    FileHandle handle = segment.open(log.context().handles());
    boolean handedOver = false;
    try {
      int start = startOf(segment, handle, indexes, offset, readable);
      if (start >= readable) {
        return null;
      }
      int stop = stopOf(segments, index, handle, indexes, limit, readable, end, watermark);
      int length = cut(segment, handle, indexes, start, stop, maxBytes, atLeastOneBatch);
      if (length <= 0) {
        return new LogSlice(FileRecords.EMPTY, segment.baseOffset(), start, version);
      }
      if (start + length == stop) {
        ends.note(limit, segment, stop);
      }
      handedOver = true;
      return new LogSlice(
          new FileRecords(handle, start, length), segment.baseOffset(), start, version);
    } finally {
      if (!handedOver) {
        handle.release();
      }
    }
  }

  private int startOf(
      Segment segment, FileHandle handle, SegmentIndexes indexes, long offset, int readable)
      throws IOException {
    int known = ends.positionOf(offset, segment);
    if (known >= 0) {
      return known;
    }
    if (offset <= segment.baseOffset()) {
      return 0;
    }
    return positionOf(segment, handle, indexes, offset, readable);
  }

  /**
   * Where the first batch starts that ends at or beyond an offset; {@code readable} if none does.
   */
  static int positionOf(
      Segment segment, FileHandle handle, SegmentIndexes indexes, long offset, int readable)
      throws IOException {
    int from = indexes.offsets().positionFor(offset - segment.baseOffset());
    BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, readable);
    while (walk.next()) {
      if (walk.lastOffset() >= offset) {
        return walk.position();
      }
    }
    return readable;
  }

  private int stopOf(
      Segments segments,
      int index,
      FileHandle handle,
      SegmentIndexes indexes,
      long limit,
      int readable,
      OffsetPosition end,
      OffsetPosition watermark)
      throws IOException {
    Segment segment = segments.get(index);
    if (limit >= segments.endOf(index, end.offset())) {
      return readable;
    }
    if (limit == watermark.offset() && watermark.segment() == segment) {
      return Math.min(watermark.position(), readable);
    }
    return positionOf(segment, handle, indexes, limit, readable);
  }

  /** How many bytes to give out: whole batches, as many as fit. */
  private int cut(
      Segment segment,
      FileHandle handle,
      SegmentIndexes indexes,
      int start,
      int stop,
      int maxBytes,
      boolean atLeastOneBatch)
      throws IOException {
    if (stop - start <= maxBytes) {
      return stop - start;
    }
    // The batch that contains byte start + maxBytes does not fit; the indexed one before it begins
    // where a whole number of batches ends.
    int bound = start + maxBytes;
    int from = Math.max(start, indexes.offsets().lastPositionNotAfter(bound));
    BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, stop);
    while (walk.next()) {
      if (walk.position() + walk.sizeInBytes() > bound) {
        break;
      }
    }
    int fitting = walk.position() - start;
    if (fitting > 0) {
      if (walk.sizeInBytes() > 0) {
        // The batch that comes next is at hand: whoever goes on reading will ask for it.
        ends.note(walk.baseOffset(), segment, walk.position());
      }
      return fitting;
    }
    if (!atLeastOneBatch) {
      return 0;
    }
    ends.note(walk.lastOffset() + 1, segment, walk.position() + walk.sizeInBytes());
    return walk.sizeInBytes();
  }
}
