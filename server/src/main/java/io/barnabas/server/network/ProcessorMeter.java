package io.barnabas.server.network;

import io.barnabas.server.authentication.SaslSession;
import io.barnabas.server.metrics.GrowthRate;
import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.metrics.request.LoopRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

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
    IDLE,
    BYTES_IN,
    BYTES_OUT,
    ANSWERS,
    AUTHENTICATED,
    REAUTHENTICATED,
    NOT_AUTHENTICATED,
    NOT_REAUTHENTICATED
  }

  private final Tags tags;
  private final LoopRequests requests;
  private final LongAdder[] counts = new LongAdder[Count.values().length];
  private final List<GrowthRate> rates = new ArrayList<>();
  private final LongSupplier nanoTime;
  private final RecentTimes renewals;

  /**
   * Nothing counted yet.
   *
   * @param processor the number of the event loop
   * @param requests of all listeners on it
   * @param nanoTime the monotonic clock
   */
  ProcessorMeter(String listener, int processor, LoopRequests requests, LongSupplier nanoTime) {
    this.tags = Tags.of("listener", listener, "networkProcessor", Integer.toString(processor));
    this.requests = requests;
    for (int i = 0; i < counts.length; i++) {
      LongAdder count = new LongAdder();
      counts[i] = count;
      rates.add(new GrowthRate(count::sum, nanoTime));
    }
    this.nanoTime = nanoTime;
    this.renewals = new RecentTimes(nanoTime.getAsLong());
  }

  /** Whose it is. */
  Tags tags() {
    return tags;
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

  /** A connection is closed since its client did not renew a proof that has ended. */
  void expired() {
    add(Count.EXPIRED, 1);
  }

  /** A connection is closed for having been silent for too long. */
  void idle() {
    add(Count.IDLE, 1);
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

  @Override
  public void proofRenewed(long tookNanos) {
    renewals.record(tookNanos, nanoTime.getAsLong());
  }

  /** How long renewed proofs took, in milliseconds. */
  HistogramReading renewals() {
    return renewals.reading();
  }

  /** How fast something grows, in a second. */
  double rate(Count what) {
    return rates.get(what.ordinal()).perSecond();
  }

  /** Notes that a request is done with. */
  void answered(RequestTimer request, Reply reply, long nowNanos) {
    add(Count.ANSWERS, 1);
    requests.answered(request.key(), request.version(), request, reply.throttleMs(), nowNanos);
  }
}
