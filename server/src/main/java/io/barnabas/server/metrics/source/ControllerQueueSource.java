package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.GrowthRate;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.metrics.TimedExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What waits for the thread that decides and applies metadata, and how busy that is. */
public final class ControllerQueueSource implements MetricSource, TimedExecutor.Watch {
  private static final String DOMAIN = "kafka.controller";
  private static final String MANAGER = "ControllerEventManager";
  private static final MetricFamily WAITS =
      MetricFamily.histogram(DOMAIN, MANAGER, "EventQueueTimeMs", "How long events wait.");
  private static final MetricFamily WORKS =
      MetricFamily.histogram(
          DOMAIN, MANAGER, "EventQueueProcessingTimeMs", "How long events take.");
  private static final MetricFamily IDLE =
      MetricFamily.gauge(
          DOMAIN, MANAGER, "AvgIdleRatio", "The share of time without an event, from 0 to 1.");
  private static final MetricFamily STARTED =
      MetricFamily.gauge(
          DOMAIN, "KafkaController", "EventQueueOperationsStartedCount", "Events that were begun.");

  private final RecentTimes waits;
  private final RecentTimes works;
  private final LongAdder busyNanos = new LongAdder();
  private final GrowthRate busy;

  /**
   * Nothing has waited yet.
   *
   * @param nanoTime the monotonic clock
   */
  public ControllerQueueSource(LongSupplier nanoTime) {
    this.waits = new RecentTimes(nanoTime.getAsLong());
    this.works = new RecentTimes(nanoTime.getAsLong());
    this.busy = new GrowthRate(busyNanos::sum, nanoTime);
  }

  @Override
  public void done(long handedNanos, long begunNanos, long endedNanos) {
    waits.record(begunNanos - handedNanos, endedNanos);
    works.record(endedNanos - begunNanos, endedNanos);
    busyNanos.add(endedNanos - begunNanos);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.histogram(WAITS, Tags.NONE, waits::reading);
    sink.histogram(WORKS, Tags.NONE, works::reading);
    sink.gauge(IDLE, Tags.NONE, this::idleRatio);
    sink.gauge(STARTED, Tags.NONE, works::count);
  }

  private double idleRatio() {
    return Math.max(0, 1 - busy.perSecond() / TimeUnit.SECONDS.toNanos(1));
  }
}
