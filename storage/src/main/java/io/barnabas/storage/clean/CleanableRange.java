package io.barnabas.storage.clean;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What of a log can be cleaned now.
 *
 * @param segments all that may be written anew: those below {@code firstUncleanable}
 * @param firstDirty offsets from here on have never been cleaned
 * @param firstUncleanable where a segment begins that must not be touched yet
 * @param cleanableBytes size of the segments with dirty offsets
 * @param totalBytes size of all segments up to {@code firstUncleanable}
 * @param overdueMs for how long {@code max.compaction.lag.ms} has passed for a dirty record; 0 if
 *     it has not
 */
record CleanableRange(
    List<SealedSegment> segments,
    long firstDirty,
    long firstUncleanable,
    long cleanableBytes,
    long totalBytes,
    long overdueMs) {

  static CleanableRange of(CleanableLog log, long nowMs) throws IOException {
    List<SealedSegment> sealed = log.sealed();
    long start = log.logStartOffset();
    long cleaned = log.cleanedOffset();
    long firstDirty = Math.max(start, cleaned);
    long stable = log.lastStableOffset();
    long lagMs = log.config().minCompactionLagMs();
    List<SealedSegment> segments = new ArrayList<>();
    long firstUncleanable = sealed.isEmpty() ? start : sealed.get(0).baseOffset();
    for (SealedSegment segment : sealed) {
      boolean dirty = segment.endOffset() > firstDirty;
      if (segment.endOffset() > stable
          || dirty && lagMs > 0 && segment.largestTimestampMs() > nowMs - lagMs) {
        break;
      }
      segments.add(segment);
      firstUncleanable = segment.endOffset();
    }
    return measured(segments, firstDirty, firstUncleanable, log, nowMs);
  }

  private static CleanableRange measured(
      List<SealedSegment> segments,
      long firstDirty,
      long firstUncleanable,
      CleanableLog log,
      long nowMs)
      throws IOException {
    long maxLagMs = log.config().maxCompactionLagMs();
    long cleanable = 0;
    long total = 0;
    long overdueMs = 0;
    for (SealedSegment segment : segments) {
      total += segment.sizeInBytes();
      if (segment.endOffset() > firstDirty) {
        cleanable += segment.sizeInBytes();
        if (maxLagMs < Long.MAX_VALUE && overdueMs == 0) {
          long first = segment.firstTimestampMs();
          overdueMs = first > 0 ? Math.max(0, nowMs - maxLagMs - first) : 0;
        }
      }
    }
    return new CleanableRange(
        List.copyOf(segments), firstDirty, firstUncleanable, cleanable, total, overdueMs);
  }

  /** The share of the log that is dirty, 0 to 1. */
  double dirtyRatio() {
    return totalBytes == 0 ? 0 : (double) cleanableBytes / totalBytes;
  }

  boolean isWorthCleaning(double minRatio) {
    return cleanableBytes > 0 && (overdueMs > 0 || dirtyRatio() > minRatio);
  }
}
