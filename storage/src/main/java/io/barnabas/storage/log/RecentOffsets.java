package io.barnabas.storage.log;

import org.jspecify.annotations.Nullable;

/**
 * Which records of a log were written so lately that the kernel has not dropped them from the page
 * cache: known from where the log ended when somebody asked a while ago, so that writing costs
 * nothing. Safe for use by many threads; a mark lost in a race is set by who asks next.
 */
final class RecentOffsets {
  /** Records stay dirty for some seconds, and when clean are not the first to go. */
  private static final long LATELY_MS = 20_000;

  private static final long BETWEEN_MARKS_MS = LATELY_MS / 2;

  private record Mark(long endOffset, long ms) {
    boolean covers(long offset, long nowMs) {
      long age = nowMs - ms;
      return offset >= endOffset && age >= 0 && age <= LATELY_MS;
    }
  }

  private volatile @Nullable Mark older;
  private volatile @Nullable Mark newer;

  /**
   * Whether the record at an offset was written in the last seconds.
   *
   * @param endOffset where the log ends now
   * @param nowMs by the wall clock
   */
  boolean contains(long offset, long endOffset, long nowMs) {
    Mark last = newer;
    if (last == null || nowMs < last.ms() || nowMs - last.ms() >= BETWEEN_MARKS_MS) {
      older = last;
      last = new Mark(endOffset, nowMs);
      newer = last;
    }
    Mark first = older;
    return last.covers(offset, nowMs) || first != null && first.covers(offset, nowMs);
  }
}
