package io.barnabas.storage.log;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes producer snapshots in the middle of a segment, every so many bytes: recovery derives the
 * producers from the newest one and the batches behind it, and segments are large. By the log's
 * owner, but for {@link #isDue}.
 */
final class SnapshotAhead {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotAhead.class);

  /** What recovery reads headers of in no time. */
  private static final int BYTES = 16 << 20;

  /** What a start reads headers of rather than have a file written, and synced, for it. */
  private static final int FEW_BYTES = 64 << 10;

  private final LogState log;
  private volatile OffsetPosition last;

  SnapshotAhead(LogState log) {
    this.log = log;
    this.last = OffsetPosition.unknown(0);
  }

  /** Whether much was written since the last snapshot. Any thread. */
  boolean isDue() {
    return bytesSinceLast() >= BYTES;
  }

  private int bytesSinceLast() {
    OffsetPosition end = log.end();
    OffsetPosition before = last;
    // A new segment begins with a snapshot.
    int from = before.segment() == end.segment() ? before.position() : 0;
    return end.position() - from;
  }

  /**
   * Lets a clean start begin at the end, unless there is next to nothing to find out: of tens of
   * thousands of logs most are small and know no producer.
   */
  void takeAtEnd() throws IOException {
    if (log.derived().producers().producerCount() > 0 || bytesSinceLast() > FEW_BYTES) {
      log.derived().snapshotProducers(true);
    }
  }

  void take() {
    if (log.unavailable() != null || !isDue()) {
      return;
    }
    last = log.end();
    try {
      log.derived().snapshotProducersAhead(log);
    } catch (IOException e) {
      // Recovery will have more to read.
      LOG.warn("No snapshot of the producers of {}: {}", log.id(), e.toString());
    }
  }
}
