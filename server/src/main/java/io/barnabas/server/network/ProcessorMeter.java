package io.barnabas.server.network;

import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.metrics.request.LoopRequests;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the connections of one listener on one event loop do. That loop counts, and whoever checks
 * proofs; any thread reads.
 */
final class ProcessorMeter implements SaslSession.Watcher {
  /** What is counted. */
  enum Count {
    OPENED,
    CLOSED,
    EXPIRED,
    BYTES_IN,
    BYTES_OUT,
    ANSWERS,
    AUTHENTICATED,
    REAUTHENTICATED,
    NOT_AUTHENTICATED,
    NOT_REAUTHENTICATED
  }

  private final String listener;
  private final int processor;
  private final LoopRequests requests;
  private final LongAdder[] counts = new LongAdder[Count.values().length];

  /**
   * Nothing counted yet.
   *
   * @param processor the number of the event loop
   * @param requests of all listeners on it
   */
  ProcessorMeter(String listener, int processor, LoopRequests requests) {
    this.listener = listener;
    this.processor = processor;
    this.requests = requests;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = new LongAdder();
    }
  }

  String listener() {
    return listener;
  }

  int processor() {
    return processor;
  }

  long count(Count what) {
    return counts[what.ordinal()].sum();
  }

  private void add(Count what, long count) {
    counts[what.ordinal()].add(count);
  }

  void opened() {
    add(Count.OPENED, 1);
  }

  void closed() {
    add(Count.CLOSED, 1);
  }

  /** A connection is closed for having been silent for too long. */
  void expired() {
    add(Count.EXPIRED, 1);
  }

  void received(int bytes) {
    add(Count.BYTES_IN, bytes);
  }

  void sent(long bytes) {
    add(Count.BYTES_OUT, bytes);
  }

  /** By SASL, or by a certificate or at least a handshake. */
  @Override
  public void proofEnded(boolean good, boolean again) {
    Count proven = again ? Count.REAUTHENTICATED : Count.AUTHENTICATED;
    Count not = again ? Count.NOT_REAUTHENTICATED : Count.NOT_AUTHENTICATED;
    add(good ? proven : not, 1);
  }

  /** Notes that a request is done with. */
  void answered(RequestTimer request, Reply reply, long nowNanos) {
    add(Count.ANSWERS, 1);
    requests.answered(request.key(), request.version(), request, reply.throttleMs(), nowNanos);
  }
}
