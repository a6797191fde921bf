package io.barnabas.storage.file;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which windows of one file were found in the page cache a moment ago. A note, not a promise: the
 * kernel may have dropped a window since, so notes are believed for a few seconds only. Safe for
 * use by many threads.
 */
final class ResidentWindows {
  /** Large enough that looking costs little per byte, small enough to be looked at in no time. */
  static final int WINDOW_BYTES = 16 << 20;

  private static final long BELIEVED_MS = 5_000;
  private static final int WINDOWS = (int) ((1L << 31) / WINDOW_BYTES);

  /** When a window was found resident, in ms; 0 for never. */
  private final AtomicLongArray foundMs = new AtomicLongArray(WINDOWS);

  /** Whether all of a range was found resident lately. */
  boolean cover(long position, int size, long nowMs) {
    long last = position + Math.max(size, 1) - 1;
    for (long at = windowStart(position); at <= last; at += WINDOW_BYTES) {
      long found = foundMs.get((int) (at / WINDOW_BYTES));
      if (found == 0 || nowMs - found > BELIEVED_MS) {
        return false;
      }
    }
    return true;
  }

  void note(long position, long nowMs) {
    foundMs.set((int) (position / WINDOW_BYTES), nowMs);
  }

  static long windowStart(long position) {
    return position - position % WINDOW_BYTES;
  }
}
