package io.barnabas.server.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How often something happens in a minute, over the half minute or more between two looks. Any
 * thread; counting does not lock.
 */
public final class MinuteRate {
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongAdder count = new LongAdder();
  private final LongSupplier nanoTime;
  private long seenNanos;
  private long seenCount;
  private long beforeNanos;
  private long beforeCount;

  /**
   * Nothing has happened yet.
   *
   * @param nanoTime the monotonic clock
   */
  public MinuteRate(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.seenNanos = nanoTime.getAsLong();
    this.beforeNanos = seenNanos;
  }

  /** It happens. */
  public void note() {
    count.increment();
  }

  /** How often it has happened. */
  public long count() {
    return count.sum();
  }

  /** The rate now. */
  public synchronized double perMinute() {
    long now = nanoTime.getAsLong();
    long total = count.sum();
    if (now - seenNanos >= LEAST_NANOS) {
      beforeNanos = seenNanos;
      beforeCount = seenCount;
      seenNanos = now;
      seenCount = total;
    }
    long elapsed = Math.max(now - beforeNanos, LEAST_NANOS);
    return (double) (total - beforeCount) * TimeUnit.MINUTES.toNanos(1) / elapsed;
  }
}
