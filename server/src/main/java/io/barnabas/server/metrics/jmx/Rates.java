package io.barnabas.server.metrics.jmx;

/**
 * How fast a count grows: averages over the last minutes, older ones counting exponentially less,
 * and since the beginning. Ticked by one thread, read by any.
 */
final class Rates {
  /** How often it is to be ticked. */
  static final int TICK_SECONDS = 5;

  private static final double SECONDS_PER_MINUTE = 60;
  private static final double NANOS_PER_SECOND = 1e9;

  private final long beganNanos;
  private final long beganCount;
  private long lastCount;
  private boolean ticked;
  private long samples = 1;
  private volatile double oneMinute;
  private volatile double fiveMinutes;
  private volatile double fifteenMinutes;
  private volatile double mean;

  Rates(long count, long nowNanos) {
    this.beganNanos = nowNanos;
    this.beganCount = count;
    this.lastCount = count;
  }

  /** Takes the count as it is after another {@link #TICK_SECONDS}. */
  void tick(long count, long nowNanos) {
    sample(Math.max(0, count - lastCount) / (double) TICK_SECONDS);
    lastCount = count;
    double seconds = (nowNanos - beganNanos) / NANOS_PER_SECOND;
    mean = seconds > 0 ? (count - beganCount) / seconds : 0;
  }

  /** Takes what is an average of the last {@link #TICK_SECONDS} already. */
  void sample(double now) {
    mean = ticked ? mean + (now - mean) / ++samples : now;
    oneMinute = average(oneMinute, now, 1);
    fiveMinutes = average(fiveMinutes, now, 5);
    fifteenMinutes = average(fifteenMinutes, now, 15);
    ticked = true;
  }

  private double average(double before, double now, int minutes) {
    double weight = 1 - Math.exp(-TICK_SECONDS / (minutes * SECONDS_PER_MINUTE));
    return ticked ? before + weight * (now - before) : now;
  }

  double oneMinute() {
    return oneMinute;
  }

  double fiveMinutes() {
    return fiveMinutes;
  }

  double fifteenMinutes() {
    return fifteenMinutes;
  }

  double mean() {
    return mean;
  }
}
