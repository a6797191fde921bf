package io.barnabas.server.api.token;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one warning a minute through, where clients decide how often it is due. Any thread. */
final class WarningThrottle {
  private static final long INTERVAL_MS = 60_000;

  private final AtomicLong toldMs = new AtomicLong(Long.MIN_VALUE / 2);

  /** Whether to warn; whoever is told so does. */
  boolean permits(long nowMs) {
    long before = toldMs.get();
    return nowMs - before >= INTERVAL_MS && toldMs.compareAndSet(before, nowMs);
  }
}
