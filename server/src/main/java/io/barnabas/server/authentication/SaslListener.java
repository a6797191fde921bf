package io.barnabas.server.authentication;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What the connections of one listener share.
 *
 * @param mechanisms those enabled, by name
 * @param names their names, as clients are told them
 * @param maxReauthMs for how long at most a proof holds, by mechanism; 0 for as long as the proof
 *     itself says
 * @param maxReceiveBytes how large a frame may be before the proof
 * @param failureDelayMs how long somebody who failed waits for the answer
 * @param executor runs what is slow
 * @param wallMs milliseconds since 1970
 * @param nanoTime the monotonic clock
 */
public record SaslListener(
    Map<String, SaslMechanism> mechanisms,
    List<String> names,
    Map<String, Long> maxReauthMs,
    int maxReceiveBytes,
    int failureDelayMs,
    Executor executor,
    LongSupplier wallMs,
    LongSupplier nanoTime) {
  public SaslListener {
    mechanisms = Map.copyOf(mechanisms);
    names = List.copyOf(names);
    maxReauthMs = Map.copyOf(maxReauthMs);
  }

  /** A connection's way to its proof. */
  public SaslSession session() {
    return new SaslSession(this);
  }
}
