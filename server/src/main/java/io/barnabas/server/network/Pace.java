package io.barnabas.server.network;

import java.util.concurrent.TimeUnit;

/**
 * How often something may happen: so many times a second, and a second's worth at once.
 * Thread-safe.
 */
final class Pace {
  private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private int perSecond;
  private long dueNanos;

  Pace(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.dueNanos = nowNanos - SECOND_NANOS;
  }

  /** Another limit from now on; nobody waits for what the old one was short of. */
  synchronized void set(int limit, long nowNanos) {
    perSecond = limit;
    if (dueNanos - nowNanos > 0) {
      dueNanos = nowNanos;
    }
  }

  /** How long it may not happen. */
  synchronized long waitNanos(long nowNanos) {
    return perSecond == Integer.MAX_VALUE ? 0 : Math.max(0, dueNanos - nowNanos);
  }

  /** Notes that it has happened; how long it may not happen again. */
  synchronized long note(long nowNanos) {
    if (perSecond == Integer.MAX_VALUE) {
      return 0;
    }
    long step = perSecond == 0 ? TimeUnit.HOURS.toNanos(1) : SECOND_NANOS / perSecond;
    if (dueNanos - (nowNanos - SECOND_NANOS) < 0) {
      dueNanos = nowNanos - SECOND_NANOS;
    }
    dueNanos += step;
    return waitNanos(nowNanos);
  }
}
