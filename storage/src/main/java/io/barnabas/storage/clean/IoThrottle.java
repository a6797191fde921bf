package io.barnabas.storage.clean;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds the cleaning threads together to a rate of bytes read and written. Whoever has used bytes
 * waits until they are paid for; the wait ends when the cleaner stops. Any thread.
 */
final class IoThrottle {
  private static final double NANOS_PER_SECOND = 1e9;

  private final LongSupplier nanoTime;
  private final CountDownLatch stopping;
  private volatile double bytesPerSecond;
  private long paidUntil;

  IoThrottle(LongSupplier nanoTime, CountDownLatch stopping, double bytesPerSecond) {
    this.nanoTime = nanoTime;
    this.stopping = stopping;
    this.bytesPerSecond = bytesPerSecond;
    this.paidUntil = nanoTime.getAsLong();
  }

  void setRate(double changed) {
    bytesPerSecond = changed;
  }

  /**
   * Accounts for bytes.
   *
   * @return nanoseconds that the caller has to wait
   */
  private synchronized long charge(long bytes) {
    long now = nanoTime.getAsLong();
    if (paidUntil - now < 0) {
      paidUntil = now;
    }
    paidUntil += (long) (bytes / bytesPerSecond * NANOS_PER_SECOND);
    return paidUntil - now;
  }

  /** Waits as the rate demands, at most {@code maxWaitNanos} at a time between two questions. */
  void used(long bytes, long maxWaitNanos, AbortCheck check) throws CleaningStopped {
    if (bytesPerSecond >= Double.MAX_VALUE) {
      return;
    }
    long left = charge(bytes);
    while (left > 0) {
      check.check();
      long wait = Math.min(left, maxWaitNanos);
      try {
        if (stopping.await(wait, TimeUnit.NANOSECONDS)) {
          throw new CleaningStopped("the cleaner stops");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CleaningStopped("interrupted");
      }
      left -= wait;
    }
  }

  /** Asks whether to go on. */
  interface AbortCheck {
    void check() throws CleaningStopped;
  }
}
