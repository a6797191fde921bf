package io.barnabas.server.metrics;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How long something took each time. Any thread records and reads; recording does not lock. */
public final class RecentTimes {
  private static final double MILLIS_PER_MICRO = 1e-3;

  private final LongAdder count = new LongAdder();
  private volatile long began;
  private volatile AtomicHistogram current = Distributions.recording();
  private volatile @Nullable AtomicHistogram before;

  /**
   * Nothing recorded yet.
   *
   * @param nowNanos the monotonic clock
   */
  public RecentTimes(long nowNanos) {
    this.began = nowNanos;
  }

  /** Records one. */
  public void record(long tookNanos, long nowNanos) {
    count.increment();
    if (nowNanos - began > Distributions.WINDOW_NANOS) {
      turn(nowNanos);
    }
    Distributions.record(current, TimeUnit.NANOSECONDS.toMicros(tookNanos));
  }

  private synchronized void turn(long nowNanos) {
    if (nowNanos - began > Distributions.WINDOW_NANOS) {
      before = current;
      current = Distributions.recording();
      began = nowNanos;
    }
  }

  public long count() {
    return count.sum();
  }

  /** What was recorded, in milliseconds. */
  public HistogramReading reading() {
    Histogram recent = Distributions.sum();
    AtomicHistogram older = before;
    if (older != null) {
      recent.add(older);
    }
    recent.add(current);
    return new HistogramReading(count(), recent, MILLIS_PER_MICRO);
  }
}
