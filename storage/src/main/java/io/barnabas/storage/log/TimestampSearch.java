package io.barnabas.storage.log;

import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileRecords;
import io.barnabas.storage.index.SegmentIndexes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;

/**
 * Finds records by timestamp, exactly: the segment by its largest timestamp, the batch by the time
 * index and batch headers, the record by looking into the one batch. Takes no lock.
 */
final class TimestampSearch {
  private static final TimestampAndOffset NOTHING = new TimestampAndOffset(-1, -1, -1);

  /** How wrong the answer to a question for one record's time may be. */
  private static final long TOLERATED_MS = 1000;

  /** The same as a part of its age. */
  private static final long TOLERATED_PART = 10;

  /** How often an append may be in the way of who looks for the newest record. */
  private static final int ATTEMPTS = 3;

  private final LogState log;

  TimestampSearch(LogState log) {
    this.log = log;
  }

  /** The first record at or above a timestamp, from the log start up to an end. */
  TimestampAndOffset first(long timestampMs, long endExclusive) throws IOException {
    OffsetPosition end = log.end();
    Segments segments = log.segments();
    long start = log.logStartOffset();
    for (int index = segments.indexFor(start); index < segments.count(); index++) {
      Segment segment = segments.get(index);
      if (segment.baseOffset() >= endExclusive) {
        break;
      }
      if (log.maxTimestampOf(segment).timestampMs() >= timestampMs) {
        TimestampAndOffset found = firstIn(segment, timestampMs, start, endExclusive, end);
        if (found.offset() >= 0) {
          return found;
        }
      }
    }
    return NOTHING;
  }

  /** The first record that has the largest timestamp of the log. */
  TimestampAndOffset max() throws IOException {
    TimestampAndOffset found = NOTHING;
    for (int attempt = 0; attempt <= ATTEMPTS && found.offset() < 0; attempt++) {
      long max = largest(attempt == ATTEMPTS);
      if (max < 0) {
        return NOTHING;
      }
      // Up to the end of now: what was appended meanwhile may be what has the largest timestamp.
      found = first(max, log.end().offset());
    }
    return found;
  }

  /**
   * The largest timestamp of the log. That of an append is known a moment before there is anything
   * to be found.
   *
   * @param byHeaders whether to read through what is written to, and not to count such an append
   */
  private long largest(boolean byHeaders) throws IOException {
    OffsetPosition end = log.end();
    Segments segments = log.segments();
    long start = log.logStartOffset();
    long max = -1;
    for (int index = segments.indexFor(start); index < segments.count(); index++) {
      Segment segment = segments.get(index);
      // Of a segment whose beginning was deleted, the index may know of a deleted record only.
      boolean read = segment.baseOffset() < start || byHeaders && segment.active() != null;
      max =
          Math.max(
              max, read ? maxFrom(segment, start, end) : log.maxTimestampOf(segment).timestampMs());
    }
    return max;
  }

  /**
   * When the record at an offset, or the first one behind it, was written: by the header of its
   * batch where that cannot be wrong by a second and a tenth of the record's age, by the record
   * itself where it may be. Markers of transactions, and what compaction has left empty, are no
   * records.
   */
  TimestampAndOffset at(long offset, long nowMs) throws IOException {
    OffsetPosition end = log.end();
    Segments segments = log.segments();
    long from = Math.max(offset, log.logStartOffset());
    for (int index = segments.indexFor(from); index < segments.count(); index++) {
      TimestampAndOffset found = at(segments.get(index), from, nowMs, end);
      if (found.offset() >= 0) {
        return found;
      }
    }
    return NOTHING;
  }

  private TimestampAndOffset at(Segment segment, long offset, long nowMs, OffsetPosition end)
      throws IOException {
    int readable = end.segment() == segment ? end.position() : segment.size();
    if (readable == 0) {
      return NOTHING;
    }
    // Before the file is opened, which fails once another segment has taken the place: its indexes
    // would be found under the same name.
    SegmentIndexes indexes = log.indexesOf(segment);
    FileHandle handle = segment.open(log.context().handles());
    try {
      int from = LogReader.positionOf(segment, handle, indexes, offset, readable);
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, readable);
      while (walk.next()) {
        if (walk.lastOffset() >= offset && !walk.isControl() && !walk.isEmpty()) {
          TimestampAndOffset found = in(handle, walk, offset, nowMs);
          if (found.offset() >= 0) {
            return found;
          }
        }
      }
      return NOTHING;
    } finally {
      handle.release();
    }
  }

  private static TimestampAndOffset in(FileHandle handle, BatchWalk walk, long offset, long nowMs)
      throws IOException {
    long span = walk.maxTimestamp() - walk.firstTimestamp();
    long tolerated = Math.max(TOLERATED_MS, (nowMs - walk.maxTimestamp()) / TOLERATED_PART);
    if (walk.hidesFirstTimestamp() || span > tolerated) {
      return firstIn(handle, walk, Long.MIN_VALUE, offset);
    }
    long at = Math.max(offset, walk.baseOffset());
    return new TimestampAndOffset(walk.firstTimestamp(), at, walk.leaderEpoch());
  }

  private long maxFrom(Segment segment, long start, OffsetPosition end) throws IOException {
    int readable = end.segment() == segment ? end.position() : segment.size();
    if (readable == 0) {
      return -1;
    }
    SegmentIndexes indexes = log.indexesOf(segment); // First, as above.
    FileHandle handle = segment.open(log.context().handles());
    try {
      int from = LogReader.positionOf(segment, handle, indexes, start, readable);
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, readable);
      long max = -1;
      while (walk.next()) {
        max =
            Math.max(
                max,
                walk.baseOffset() < start ? maxInBatch(handle, walk, start) : walk.maxTimestamp());
      }
      return max;
    } finally {
      handle.release();
    }
  }

  private static long maxInBatch(FileHandle handle, BatchWalk walk, long start) throws IOException {
    long max = -1;
    try (RecordCursor records = recordsOf(handle, walk)) {
      while (records.next()) {
        if (records.offset() >= start) {
          max = Math.max(max, records.timestamp());
        }
      }
    } catch (InvalidRecordsException e) {
      throw damaged(walk, e);
    }
    return max;
  }

  private static RecordCursor recordsOf(FileHandle handle, BatchWalk walk) throws IOException {
    int size = walk.sizeInBytes();
    ByteBuf batch = Unpooled.buffer(size, size);
    FileRecords.read(handle.channel(), walk.position(), size, batch);
    return RecordCursor.skim(batch, 0, RecordCursor.UNLIMITED);
  }

  private TimestampAndOffset firstIn(
      Segment segment, long timestampMs, long start, long endExclusive, OffsetPosition end)
      throws IOException {
    int readable = end.segment() == segment ? end.position() : segment.size();
    if (readable == 0) {
      return NOTHING;
    }
    SegmentIndexes indexes = log.indexesOf(segment);
    int before = indexes.times().offsetBefore(timestampMs);
    int from = indexes.offsets().positionFor(before);
    FileHandle handle = segment.open(log.context().handles());
    try {
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, readable);
      while (walk.next() && walk.baseOffset() < endExclusive) {
        if (walk.maxTimestamp() >= timestampMs && walk.lastOffset() >= start) {
          TimestampAndOffset found = firstIn(handle, walk, timestampMs, start);
          if (found.offset() >= 0) {
            return found.offset() < endExclusive ? found : NOTHING;
          }
        }
      }
      return NOTHING;
    } finally {
      handle.release();
    }
  }

  private static TimestampAndOffset firstIn(
      FileHandle handle, BatchWalk walk, long timestampMs, long start) throws IOException {
    try (RecordCursor records = recordsOf(handle, walk)) {
      while (records.next()) {
        if (records.timestamp() >= timestampMs && records.offset() >= start) {
          return new TimestampAndOffset(records.timestamp(), records.offset(), walk.leaderEpoch());
        }
      }
    } catch (InvalidRecordsException e) {
      throw damaged(walk, e);
    }
    return NOTHING;
  }

  private static CorruptLogException damaged(BatchWalk walk, InvalidRecordsException e) {
    return new CorruptLogException(
        walk.file(), walk.position(), "records", String.valueOf(e.getMessage()));
  }
}
