package io.barnabas.storage.file;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Which windows of one file were found in the page cache a moment ago. A note, not a promise: the
 * kernel may have dropped a window since, so notes are believed for a few seconds only. Safe for
 * use by many threads.
 */
final class ResidentWindows {
  /** Large enough that looking costs little per byte, small enough to be looked at in no time. */
  static final int WINDOW_BYTES = 16 << 20;

  private static final long BELIEVED_MS = 5_000;

  /**
   * When a window was found resident, in ms; 0 for never. As long as the windows noted: most files
   * have one. A note lost in a race costs another look.
   */
  private volatile @Nullable AtomicLongArray foundMs;

  /** Whether a window was found resident lately. */
  boolean has(long position, long nowMs) {
    AtomicLongArray kept = foundMs;
    int window = (int) (position / WINDOW_BYTES);
    long found = kept == null || window >= kept.length() ? 0 : kept.get(window);
    return found != 0 && nowMs - found <= BELIEVED_MS;
  }

  /**
   * Whether all of a range was found resident lately, and the window behind it: whoever sends the
   * last pages that are resident is made to read ahead by the kernel.
   *
   * @param end where the file ends
   */
  boolean cover(long position, int size, long end, long nowMs) {
    for (long at = windowStart(position); at < stop(position, size, end); at += WINDOW_BYTES) {
      if (!has(at, nowMs)) {
        return false;
      }
    }
    return true;
  }

  /** Where the windows end that {@link #cover} is about. */
  static long stop(long position, int size, long end) {
    long last = position + Math.max(size, 1) - 1;
    return Math.min(windowStart(last) + 2L * WINDOW_BYTES, end);
  }

  void note(long position, long nowMs) {
    int window = (int) (position / WINDOW_BYTES);
    AtomicLongArray kept = foundMs;
    if (kept == null || window >= kept.length()) {
      AtomicLongArray longer = new AtomicLongArray(window + 1);
      for (int i = 0; kept != null && i < kept.length(); i++) {
        longer.set(i, kept.get(i));
      }
      foundMs = longer;
      kept = longer;
    }
    kept.set(window, nowMs);
  }

  static long windowStart(long position) {
    return position - position % WINDOW_BYTES;
  }
}
