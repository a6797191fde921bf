package io.barnabas.server.metrics.source;

import io.barnabas.coordinator.RuntimeWatch;
import io.barnabas.group.GroupCounts;
import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.GrowthRate;
import io.barnabas.server.metrics.HistogramReading;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.metrics.TimedExecutor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What the coordinator of groups does and how long it takes: what is asked of it waits for its
 * partition's turn, is decided, and is answered when what was decided is written.
 */
public final class GroupWorkSource implements MetricSource, RuntimeWatch, TimedExecutor.Watch {
  private static final List<Double> SHARES = List.of(0.5, 0.95, 0.99, 0.999);

  private final Map<MetricFamily, DoubleSupplier> told = new LinkedHashMap<>();
  private final GroupCounts counts = new GroupCounts();
  private final LongSupplier nanoTime;
  private final LongAdder waiting = new LongAdder();
  private final LongAdder busyNanos = new LongAdder();
  private final RecentTimes waits;
  private final RecentTimes works;
  private final RecentTimes flushes;

  /**
   * Nothing done yet.
   *
   * @param nanoTime the monotonic clock
   * @param threads how many work for coordinators
   */
  public GroupWorkSource(LongSupplier nanoTime, int threads) {
    this.nanoTime = nanoTime;
    this.waits = new RecentTimes(nanoTime.getAsLong());
    this.works = new RecentTimes(nanoTime.getAsLong());
    this.flushes = new RecentTimes(nanoTime.getAsLong());
    addCount("offset-commit", "Offsets committed", counts.committed());
    addCount("offset-expiration", "Offsets forgotten because of their age", counts.expired());
    addCount("offset-deletion", "Offsets deleted by OffsetDelete", counts.deleted());
    addCount("group-completed-rebalance", "Rebalances that were completed", counts.rebalances());
    addTimes("event-queue-time-ms", "how long events wait for their turn", waits);
    addTimes("event-processing-time-ms", "how long it takes to decide on an event", works);
    addTimes("batch-flush-time-ms", "how long it takes to write a batch and commit it", flushes);
    GrowthRate batches = new GrowthRate(flushes::count, nanoTime);
    add("batch-flush-rate", "Batches written in a second.", batches::perSecond);
    add("event-queue-size", "Events that wait for their turn.", waiting::sum);
    GrowthRate busy = new GrowthRate(busyNanos::sum, nanoTime);
    add(
        "thread-idle-ratio-avg",
        "The share of the coordinators' threads that are not at work for groups, from 0 to 1.",
        () -> Math.max(0, 1 - busy.perSecond() / TimeUnit.SECONDS.toNanos(1) / threads));
  }

  private void add(String name, String help, DoubleSupplier value) {
    told.put(
        MetricFamily.attribute("kafka.server", "group-coordinator-metrics", name, help), value);
  }

  private void addCount(String name, String help, LongAdder count) {
    GrowthRate rate = new GrowthRate(count::sum, nanoTime);
    add(name + "-count", help + ".", count::sum);
    add(name + "-rate", help + ", in a second.", rate::perSecond);
  }

  private void addTimes(String name, String help, RecentTimes times) {
    Glance<HistogramReading> seen = new Glance<>(times::reading, nanoTime);
    for (double share : SHARES) {
      String percentile = "p" + Double.toString(share * 100).replace(".0", "").replace(".", "");
      add(
          name + "-" + percentile,
          percentile + " of " + help + ".",
          () -> seen.get().quantile(share));
    }
    add(name + "-max", "At most " + help + ".", () -> seen.get().max());
  }

  /** Where the coordinator counts what it decides. */
  public GroupCounts counts() {
    return counts;
  }

  /** A batch was committed, or could not be. Any thread. */
  public void flushed(long tookNanos) {
    flushes.record(tookNanos, nanoTime.getAsLong());
  }

  @Override
  public void queued() {
    waiting.increment();
  }

  @Override
  public void dropped() {
    waiting.decrement();
  }

  @Override
  public void decided(long queuedNanos, long begunNanos, long endedNanos) {
    waiting.decrement();
    waits.record(begunNanos - queuedNanos, endedNanos);
    works.record(endedNanos - begunNanos, endedNanos);
  }

  /** A turn of the coordinator's threads. */
  @Override
  public void done(long handedNanos, long begunNanos, long endedNanos) {
    busyNanos.add(endedNanos - begunNanos);
  }

  @Override
  public void collect(MetricSink sink) {
    told.forEach((family, value) -> sink.gauge(family, Tags.NONE, value));
  }
}
