package io.barnabas.storage.log;

import io.barnabas.storage.file.SyncFailedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the beginning of a log away: by retention time and size, and below the log start. Only
 * whole segments below the high watermark go, oldest first. Used by the log's owner only.
 */
final class LogCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(LogCleanup.class);

  private final LogState log;
  private final SegmentRoller roller;
  private final SegmentDeletion deletion;
  private final LogFlusher flusher;

  LogCleanup(LogState log, SegmentRoller roller, SegmentDeletion deletion, LogFlusher flusher) {
    this.log = log;
    this.roller = roller;
    this.deletion = deletion;
    this.flusher = flusher;
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
      log.setLogStartOffset(offset);
      onStart(offset);
      takeAway();
    }
    // Again where it failed before; nothing where it is written.
    log.context().checkpoints().writeLogStartOffsets();
  }

  /** Applies retention, and rolls a segment that nobody has written to for {@code segment.ms}. */
  void retain() throws IOException {
    moveStart();
    takeAway();
  }

  /**
   * The first part of {@link #retain}: moves the log start behind what retention takes. Once the
   * start is checkpointed, of many logs at once perhaps, {@link #takeAway} takes the files.
   */
  void moveStart() throws IOException {
    log.derived().removeExpiredProducers();
    log.publishDerived();
    if (roller.isIdleAndOld()) {
      tryRoll();
    }
    LogConfig config = log.config();
    if (config.cleanupDelete()) {
      long now = log.context().clock().millis();
      long[] excess = {bytesFromStart() - config.retentionBytes()};
      moveStartBehind(
          expiredBy(
              segment -> {
                boolean tooMuch = config.retentionBytes() >= 0 && excess[0] >= segment.size();
                excess[0] -= segment.size();
                return tooMuch || (config.retentionMs() >= 0 && isOlder(segment, now));
              }));
    }
  }

  /** What lies below the log start is on its way out already. */
  private long bytesFromStart() {
    Segments segments = log.segments();
    int first = segments.indexFor(log.logStartOffset());
    return segments.all().subList(first, segments.count()).stream().mapToLong(Segment::size).sum();
  }

  private boolean isOlder(Segment segment, long now) throws IOException {
    long newest = newestIn(segment);
    long reference = newest >= 0 ? newest : log.context().files().lastModifiedMs(segment.file());
    return now - reference > log.config().retentionMs();
  }

  private long newestIn(Segment segment) throws IOException {
    try {
      return log.maxTimestampOf(segment).timestampMs();
    } catch (CorruptLogException e) {
      LOG.warn("The age of {} is told by its modification: {}", segment.file(), e.getMessage());
      return -1;
    }
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

  private void moveStartBehind(List<Segment> expired) throws IOException {
    Segment last = log.segments().last();
    // The log keeps its end: in the name of an empty segment.
    if (expired.contains(last) && !tryRoll()) {
      expired.remove(last);
    }
    if (!expired.isEmpty()) {
      long start = log.segments().without(expired::contains).first().baseOffset();
      if (start > log.logStartOffset()) {
        // The new first segment is durable before the old ones go.
        log.context().files().syncDirectory(log.directory());
        log.setLogStartOffset(start);
        onStart(start);
      }
    }
  }

  /** A full disk may not take it: then what follows makes room. Whether it is written. */
  private boolean tryWriteStart() throws IOException {
    try {
      log.context().checkpoints().writeLogStartOffsets();
      return true;
    } catch (SyncFailedException e) {
      throw e;
    } catch (IOException e) {
      LOG.warn("The start of {} is not checkpointed: {}", log.id(), e.toString());
      return false;
    }
  }

  /**
   * Takes the segments that lie below the log start. Where that is not checkpointed, a loss of
   * power may bring them back, and what is synced by then lies behind them: so they are synced too.
   */
  void takeAway() throws IOException {
    List<Segment> expired = expiredBy(segment -> false);
    if (expired.isEmpty()) {
      return;
    }
    if (!tryWriteStart()) {
      flusher.syncBeforeTheyGo(expired);
    }
    log.context().files().syncDirectory(log.directory());
    log.setSegments(log.segments().without(expired::contains));
    for (Segment segment : expired) {
      segment.drop();
      deletion.deleteLater(segment, log.config().fileDeleteDelayMs());
      log.derived().onSegmentDeleted(segment);
    }
  }

  private void onStart(long offset) throws IOException {
    log.derived().onLogStart(offset);
    log.listener().onLogStartOffset(offset);
  }

  /** A segment that cannot be begun, perhaps for want of space, is begun in a later round. */
  private boolean tryRoll() {
    try {
      roller.roll();
      return true;
    } catch (IOException e) {
      LOG.warn("{} cannot be rolled now: {}", log.id(), e.toString());
      return false;
    }
  }
}
