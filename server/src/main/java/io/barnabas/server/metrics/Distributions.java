package io.barnabas.server.metrics;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How distributions are kept: from 1 to {@link #MAX}, right within 6 %, in 3.5 kB each, for the
 * last five to ten minutes.
 */
public final class Distributions {
  /** The largest value told apart: 18 minutes in microseconds, a gibibyte in bytes. */
  public static final long MAX = 1L << 30;

  /** After so long a distribution begins anew; the one before is kept until then. */
  public static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(5);

  private static final int DIGITS = 1;

  private Distributions() {}

  /** One that any thread may record into while others read it. */
  public static AtomicHistogram recording() {
    return new AtomicHistogram(MAX, DIGITS);
  }

  /** One to add others up in. */
  public static Histogram sum() {
    return new Histogram(MAX, DIGITS);
  }

  /** Records a value, cut to what can be told apart. */
  public static void record(AtomicHistogram into, long value) {
    into.recordValue(Math.max(0, Math.min(value, MAX)));
  }
}
