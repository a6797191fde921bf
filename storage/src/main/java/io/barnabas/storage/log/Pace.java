package io.barnabas.storage.log;

import java.util.function.LongSupplier;

/**
 * Keeps regular work to a small share of the time: what takes long, since there are tens of
 * thousands of logs, is done less often. One thread at a time.
 */
final class Pace {
  /** The work rests for so many times as long as it took. */
  private static final int REST = 20;

  private final LongSupplier nanoTime;
  private long lastTook;
  private long lastEnd;

  Pace(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Whether the work has rested for long enough. */
  boolean isDue() {
    return nanoTime.getAsLong() - lastEnd >= REST * lastTook;
  }

  void run(Runnable work) {
    long start = nanoTime.getAsLong();
    work.run();
    lastEnd = nanoTime.getAsLong();
    lastTook = lastEnd - start;
  }
}
