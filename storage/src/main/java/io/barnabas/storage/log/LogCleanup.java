package io.barnabas.storage.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes the beginning of a log away: by retention time and size, and below the log start. Only
 * whole segments below the high watermark go, oldest first. Used by the log's owner only.
 */
final class LogCleanup {
  private final LogState log;
  private final SegmentRoller roller;
  private final SegmentDeletion deletion;

  LogCleanup(LogState log, SegmentRoller roller, SegmentDeletion deletion) {
    this.log = log;
    this.roller = roller;
    this.deletion = deletion;
  }

  /** Moves the log start and drops what lies before it; durable when this returns. */
  void deleteBefore(long offset) throws IOException {
    if (offset > log.highWatermarkPosition().offset()) {
      throw new IllegalArgumentException(
          "offset "
              + offset
              + " is beyond the high watermark "
              + log.highWatermarkPosition().offset());
    }
    if (offset > log.logStartOffset()) {
      moveStart(offset);
      drop(expiredBy(segment -> false));
    }
  }

  /** Applies retention, and rolls a segment that nobody has written to for {@code segment.ms}. */
  void retain() throws IOException {
    log.derived().removeExpiredProducers();
    if (roller.isIdleAndOld()) {
      roller.roll();
    }
    LogConfig config = log.config();
    List<Segment> expired = new ArrayList<>();
    if (config.cleanupDelete()) {
      long now = log.context().clock().millis();
      long[] excess = {log.segments().sizeInBytes() - config.retentionBytes()};
      expired =
          expiredBy(
              segment -> {
                boolean tooMuch = config.retentionBytes() >= 0 && excess[0] >= segment.size();
                excess[0] -= segment.size();
                return tooMuch || (config.retentionMs() >= 0 && isOlder(segment, now));
              });
    } else {
      expired = expiredBy(segment -> false);
    }
    drop(expired);
  }

  private boolean isOlder(Segment segment, long now) throws IOException {
    long newest = log.maxTimestampOf(segment).timestampMs();
    long reference = newest >= 0 ? newest : log.context().files().lastModifiedMs(segment.file());
    return now - reference > log.config().retentionMs();
  }

  /** Whether a segment is to go for a reason of its own. */
  private interface Expiry {
    boolean test(Segment segment) throws IOException;
  }

  private List<Segment> expiredBy(Expiry expiry) throws IOException {
    Segments segments = log.segments();
    long watermark = log.highWatermarkPosition().offset();
    List<Segment> expired = new ArrayList<>();
    for (int index = 0; index < segments.count(); index++) {
      Segment segment = segments.get(index);
      long end = segments.endOf(index, log.end().offset());
      boolean last = index + 1 == segments.count();
      boolean belowStart = end <= log.logStartOffset() && !last;
      if (end > watermark || (segment.size() == 0 && last)) {
        break;
      }
      if (!belowStart && !expiry.test(segment)) {
        break;
      }
      expired.add(segment);
    }
    return expired;
  }

  private void drop(List<Segment> expired) throws IOException {
    if (expired.isEmpty()) {
      return;
    }
    if (expired.contains(log.segments().last())) {
      // The log keeps its end: in the name of an empty segment.
      roller.roll();
    }
    Segments rest = log.segments().without(expired::contains);
    // The new first segment is durable before the old ones go.
    log.context().files().syncDirectory(log.directory());
    moveStart(Math.max(log.logStartOffset(), rest.first().baseOffset()));
    log.setSegments(rest);
    for (Segment segment : expired) {
      deletion.deleteLater(segment, log.config().fileDeleteDelayMs());
      log.derived().onSegmentDeleted(segment);
    }
  }

  private void moveStart(long offset) throws IOException {
    if (offset > log.logStartOffset()) {
      log.setLogStartOffset(offset);
      log.context().checkpoints().writeLogStartOffsets();
      log.derived().onLogStart(offset);
      log.listener().onLogStartOffset(offset);
    }
  }
}
