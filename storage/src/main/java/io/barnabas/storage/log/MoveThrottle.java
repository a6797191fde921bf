package io.barnabas.storage.log;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds all moves together to a rate of bytes ({@code replica.alter.log.dirs.io.max.bytes.per
 * .second}). Any thread.
 */
final class MoveThrottle {
  private static final long LEAST_CHUNK = 4 << 10;
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoTime;
  private volatile double bytesPerSecond = Double.MAX_VALUE;
  private long paidUntil;

  MoveThrottle(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.paidUntil = nanoTime.getAsLong();
  }

  void setRate(long changed) {
    bytesPerSecond = changed == Long.MAX_VALUE ? Double.MAX_VALUE : changed;
    synchronized (this) {
      paidUntil = Math.min(paidUntil, nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(1));
    }
  }

  /**
   * As much as may be copied in one go: little where the rate is small, so that waits are short.
   */
  int chunk(int most) {
    return (int) Math.max(LEAST_CHUNK, Math.min(most, bytesPerSecond / 4));
  }

  /** Nanoseconds to wait before anything is copied; 0 if there is nothing to wait for. */
  synchronized long waitNanos() {
    return Math.max(0, paidUntil - nanoTime.getAsLong());
  }

  synchronized void used(int bytes) {
    long now = nanoTime.getAsLong();
    if (paidUntil - now < 0) {
      paidUntil = now;
    }
    // At a rate of 0 nothing moves until there is another one.
    double nanos = bytes / bytesPerSecond * NANOS_PER_SECOND;
    paidUntil += (long) Math.min(nanos, TimeUnit.DAYS.toNanos(1));
  }
}
