package io.barnabas.storage.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Tells whether a log is written to fast. Of the log's owner. */
final class WritePace {
  /** Looked at the clock for each time. */
  private static final int COUNTED_BYTES = 1 << 20;

  /** What so many bytes take at most where a log is written to fast. */
  private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LongSupplier nanoTime;
  private long sinceNanos;
  private long counted;
  private boolean fast;

  WritePace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.sinceNanos = nanoTime.getAsLong();
  }

  /** Takes note of bytes written, and says whether those before them came fast. */
  boolean isFast(long bytes) {
    counted += bytes;
    if (counted >= COUNTED_BYTES) {
      long now = nanoTime.getAsLong();
      fast = now - sinceNanos <= FAST_NANOS;
      sinceNanos = now;
      counted = 0;
    }
    return fast;
  }

  /** There was a pause: the bytes of before say nothing of those to come. */
  void paused() {
    fast = false;
    counted = 0;
    sinceNanos = nanoTime.getAsLong();
  }
}
