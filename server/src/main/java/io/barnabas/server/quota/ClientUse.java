package io.barnabas.server.quota;

/**
 * What the clients that share a limit use of it, and how long they are told to wait. Any thread.
 */
final class ClientUse {
  private final WindowedRate used;
  private final WindowedRate waits;
  private final WindowedRate waitedMs;

  /** Nothing yet; the parameters are those of {@link WindowedRate}. */
  ClientUse(int windows, long windowMs, long nowMs) {
    this.used = new WindowedRate(windows, windowMs, nowMs);
    this.waits = new WindowedRate(windows, windowMs, nowMs);
    this.waitedMs = new WindowedRate(windows, windowMs, nowMs);
  }

  /** As {@link WindowedRate#use}. */
  double use(double amount, double limit, long nowMs) {
    return used.use(amount, limit, nowMs);
  }

  /** Notes that somebody was told to wait. */
  void waits(int ms, long nowMs) {
    waits.add(1, nowMs);
    waitedMs.add(ms, nowMs);
  }

  /** How much is used in a second. */
  double perSecond(long nowMs) {
    return used.perSecond(nowMs);
  }

  /** For how long those are told to wait who are, in milliseconds; 0 where nobody is. */
  double waitMs(long nowMs) {
    double count = waits.perSecond(nowMs);
    return count == 0 ? 0 : waitedMs.perSecond(nowMs) / count;
  }
}
