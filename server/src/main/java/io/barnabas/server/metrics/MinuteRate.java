package io.barnabas.server.metrics;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * How often something happens in a minute, over the half minute or more between two looks. Any
 * thread; counting does not lock.
 */
public final class MinuteRate {
  private static final int SECONDS = 60;

  private final LongAdder count = new LongAdder();
  private final GrowthRate rate;

  /**
   * Nothing has happened yet.
   *
   * @param nanoTime the monotonic clock
   */
  public MinuteRate(LongSupplier nanoTime) {
    this.rate = new GrowthRate(count::sum, nanoTime);
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
  public double perMinute() {
    return rate.perSecond() * SECONDS;
  }
}
