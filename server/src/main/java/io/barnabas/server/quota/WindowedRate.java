package io.barnabas.server.quota;

/**
 * How much was used per second over the last windows, measured as Apache Kafka measures it, so that
 * the same load is told to wait as long. Thread-safe.
 */
final class WindowedRate {
  private final long windowMs;
  private final double[] amounts;
  private final long[] startsMs;
  private int current;

  /**
   * A rate of nothing.
   *
   * @param windows how many windows are looked at, {@code quota.window.num}
   * @param windowMs how long each is, {@code quota.window.size.seconds}
   */
  WindowedRate(int windows, long windowMs, long nowMs) {
    this.windowMs = windowMs;
    this.amounts = new double[windows];
    this.startsMs = new long[windows];
    java.util.Arrays.fill(startsMs, Long.MIN_VALUE);
    startsMs[0] = nowMs;
  }

  /**
   * Notes what was used.
   *
   * @param limit per second
   * @return for how many milliseconds to wait until the rate is back at the limit
   */
  synchronized double use(double amount, double limit, long nowMs) {
    add(amount, nowMs);
    double rate = perSecond(nowMs);
    return rate <= limit ? 0 : (rate - limit) / limit * elapsedMs(nowMs);
  }

  /** Notes what was used. */
  synchronized void add(double amount, long nowMs) {
    if (nowMs - startsMs[current] >= windowMs) {
      current = (current + 1) % amounts.length;
      amounts[current] = 0;
      startsMs[current] = nowMs;
    }
    amounts[current] += amount;
  }

  /** How much was used per second. */
  synchronized double perSecond(long nowMs) {
    return total(nowMs) * 1000 / elapsedMs(nowMs);
  }

  private boolean isOver(int window, long nowMs) {
    return startsMs[window] == Long.MIN_VALUE
        || nowMs - startsMs[window] >= windowMs * amounts.length;
  }

  private double total(long nowMs) {
    double total = 0;
    for (int i = 0; i < amounts.length; i++) {
      if (!isOver(i, nowMs)) {
        total += amounts[i];
      }
    }
    return total;
  }

  /** A young rate is not taken for a high one: all windows but one count as if they had passed. */
  private double elapsedMs(long nowMs) {
    long oldest = nowMs;
    for (int i = 0; i < amounts.length; i++) {
      if (!isOver(i, nowMs)) {
        oldest = Math.min(oldest, startsMs[i]);
      }
    }
    long elapsed = nowMs - oldest;
    long full = elapsed / windowMs;
    long least = amounts.length - 1L;
    return Math.max(1, full < least ? elapsed + (least - full) * windowMs : elapsed);
  }
}
