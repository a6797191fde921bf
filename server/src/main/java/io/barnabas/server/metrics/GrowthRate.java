package io.barnabas.server.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How fast a count grows, over the half minute or more between two looks: counting costs nothing
 * for it. Any thread.
 */
public final class GrowthRate {
  private static final long LEAST_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LongSupplier count;
  private final LongSupplier nanoTime;
  private long seenNanos;
  private long seenCount;
  private long beforeNanos;
  private long beforeCount;

  /**
   * From now on.
   *
   * @param nanoTime the monotonic clock
   */
  public GrowthRate(LongSupplier count, LongSupplier nanoTime) {
    this.count = count;
    this.nanoTime = nanoTime;
    this.seenNanos = nanoTime.getAsLong();
    this.seenCount = count.getAsLong();
    this.beforeNanos = seenNanos;
    this.beforeCount = seenCount;
  }

  /** The rate now. */
  public synchronized double perSecond() {
    long now = nanoTime.getAsLong();
    long total = count.getAsLong();
    if (now - seenNanos >= LEAST_NANOS) {
      beforeNanos = seenNanos;
      beforeCount = seenCount;
      seenNanos = now;
      seenCount = total;
    }
    long elapsed = Math.max(now - beforeNanos, LEAST_NANOS);
    return (double) (total - beforeCount) * TimeUnit.SECONDS.toNanos(1) / elapsed;
  }
}
