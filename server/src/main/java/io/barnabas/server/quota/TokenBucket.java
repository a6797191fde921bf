package io.barnabas.server.quota;

/**
 * A bucket filled at the rate of a limit, which may be overdrawn once: a large request passes, and
 * those behind it wait until it is paid for (KIP-599). Thread-safe.
 */
final class TokenBucket {
  private final double windowSeconds;
  private double tokens;
  private long filledMs;

  /**
   * A full bucket.
   *
   * @param windowSeconds how many seconds of the limit fit in
   */
  TokenBucket(double windowSeconds, double limit, long nowMs) {
    this.windowSeconds = windowSeconds;
    this.tokens = windowSeconds * limit;
    this.filledMs = nowMs;
  }

  /** Takes tokens unless there are none; false if nothing was taken. */
  synchronized boolean take(double amount, double limit, long nowMs) {
    fill(limit, nowMs);
    if (tokens < 0) {
      return false;
    }
    tokens -= amount;
    return true;
  }

  /** Takes tokens whether there are any or not. */
  synchronized void overdraw(double amount, double limit, long nowMs) {
    fill(limit, nowMs);
    tokens -= amount;
  }

  /** For how many milliseconds to wait until it is not overdrawn. */
  synchronized double waitMs(double limit, long nowMs) {
    fill(limit, nowMs);
    return tokens >= 0 ? 0 : -tokens / limit * 1000;
  }

  /** What there is; below zero where it is overdrawn. */
  synchronized double tokens(double limit, long nowMs) {
    fill(limit, nowMs);
    return tokens;
  }

  private void fill(double limit, long nowMs) {
    tokens = Math.min(windowSeconds * limit, tokens + Math.max(0, nowMs - filledMs) * limit / 1000);
    filledMs = Math.max(filledMs, nowMs);
  }
}
