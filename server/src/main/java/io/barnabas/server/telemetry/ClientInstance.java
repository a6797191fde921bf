package io.barnabas.server.telemetry;

/**
 * When a client asked and pushed last, which is what decides whether it comes too early. Any
 * thread.
 */
final class ClientInstance {
  private static final long NEVER = Long.MIN_VALUE;

  private long askedMs = NEVER;
  private long pushedMs = NEVER;
  private boolean askedSince;
  private boolean ended;
  private TelemetryFault lastFault = TelemetryFault.NONE;

  /** Whether a client may ask for its subscription now; counts as asked if so. */
  synchronized boolean asks(int intervalMs, long nowMs) {
    long last = Math.max(askedMs, pushedMs);
    boolean mended =
        lastFault == TelemetryFault.UNKNOWN_SUBSCRIPTION
            || lastFault == TelemetryFault.UNSUPPORTED_COMPRESSION;
    if (last != NEVER && nowMs - last < intervalMs && !mended) {
      return false;
    }
    askedMs = nowMs;
    askedSince = true;
    lastFault = TelemetryFault.NONE;
    return true;
  }

  /** Whether a client may push now; counts as pushed if so. */
  synchronized TelemetryFault pushes(boolean lastOne, int intervalMs, long nowMs) {
    if (ended) {
      return TelemetryFault.INVALID_REQUEST;
    }
    boolean early = pushedMs != NEVER && nowMs - pushedMs < intervalMs;
    if (early && !askedSince && !lastOne) {
      return TelemetryFault.TOO_EARLY;
    }
    pushedMs = nowMs;
    askedSince = false;
    ended = lastOne;
    return TelemetryFault.NONE;
  }

  synchronized void refused(TelemetryFault fault) {
    lastFault = fault;
  }
}
