package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.index.OffsetIndex;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.index.TimeIndex;
import io.barnabas.storage.log.Segment.MaxTimestamp;
import java.io.IOException;
import java.nio.file.Path;

/** Ends a segment and begins the next. Used by the log's owner only. */
final class SegmentRoller {
  private final LogState log;

  SegmentRoller(LogState log) {
    this.log = log;
  }

  /**
   * Whether a batch must go to a new segment: size, age, a full index, or offsets too far from the
   * base.
   */
  boolean mustRoll(int position, int bytes, long lastOffset, long maxTimestamp) {
    Segment segment = log.segments().last();
    LogConfig config = log.config();
    if (lastOffset - segment.baseOffset() > Integer.MAX_VALUE) {
      return true;
    }
    if (position == 0) {
      return false;
    }
    SegmentIndexes indexes = segment.activeIndexes();
    // One time entry is kept free for the last one, written when the segment ends.
    return position > config.segmentBytes() - bytes
        || isOld(segment, config, maxTimestamp)
        || (indexes.offsets().count() + 1) * OffsetIndex.ENTRY_BYTES > config.segmentIndexBytes()
        || (indexes.times().count() + 2) * TimeIndex.ENTRY_BYTES > config.segmentIndexBytes();
  }

  private boolean isOld(Segment segment, LogConfig config, long maxTimestamp) {
    long limit = Math.max(0, config.rollMs() - log.rollJitterMs());
    if (segment.rollTimestamp() >= 0 && maxTimestamp >= 0) {
      return maxTimestamp - segment.rollTimestamp() > limit;
    }
    return log.context().clock().millis() - segment.createdMs() > limit;
  }

  /** Whether an idle segment has reached the age at which it is rolled. */
  boolean isIdleAndOld() {
    Segment segment = log.segments().last();
    long limit = Math.max(0, log.config().rollMs() - log.rollJitterMs());
    return segment.size() > 0 && log.context().clock().millis() - segment.createdMs() > limit;
  }

  /** Begins a new segment at the log end. When this fails, the log is as it was. */
  Segment roll() throws IOException {
    Segments segments = log.segments();
    Segment old = segments.last();
    long base = log.end().offset();
    if (old.baseOffset() == base) {
      return old;
    }
    log.context().indexes().writeFinal(old);
    trim(log.context(), old);
    log.derived().snapshotProducers(false);
    Segment next;
    try {
      next = create(log, base);
      log.context().indexes().seal(old);
    } catch (IOException e) {
      takeBack(base, old, e);
      throw e;
    }
    log.setSegments(segments.withLast(next));
    log.setEnd(new OffsetPosition(base, next, 0));
    return next;
  }

  /** Or the old segment would go on beyond a file that says where it ended. */
  private void takeBack(long base, Segment old, IOException cause) {
    Path file = LogFiles.of(log.directory(), base, LogFiles.LOG);
    try {
      log.context().files().deleteIfExists(file);
      log.context().forget(file);
      // The next flush makes that durable.
      old.createdOnDisk();
    } catch (IOException e) {
      cause.addSuppressed(e);
      log.context().health().fail("taking " + file + " back: " + e);
    }
  }

  /** A new empty segment; on disk unless it is the first of a log, whose base needs no file. */
  static Segment create(LogState log, long base) throws IOException {
    Segment segment = new Segment(log.directory(), base, 0, log.context().clock().millis(), false);
    segment.activate(SegmentIndexes.empty(), MaxTimestamp.NONE, 0, 0, 0);
    if (base > 0) {
      createFile(log.context(), segment, log.config());
    }
    log.setRollJitterMs(jitter(log.context(), log.config()));
    return segment;
  }

  /** At most the whole age: an older segment than that is not to be had. */
  static long jitter(LogContext context, LogConfig config) {
    return context.rollJitter().applyAsLong(Math.min(config.segmentJitterMs(), config.rollMs()));
  }

  /** Creates a segment's file, at its full length where the topic wants that. */
  static void createFile(LogContext context, Segment segment, LogConfig config) throws IOException {
    context.handles().create(segment.file());
    segment.createdOnDisk();
    if (config.preallocate()) {
      context.files().extend(segment.file(), config.segmentBytes());
      segment.preallocated();
    }
  }

  /** Cuts a preallocated file to what was written to it; the flusher makes that durable. */
  static void trim(LogContext context, Segment segment) throws IOException {
    if (segment.isPreallocated()) {
      FileHandle handle = context.handles().acquire(segment.file());
      try {
        handle.channel().truncate(segment.size());
      } finally {
        handle.release();
      }
      segment.trimmed();
    }
  }
}
