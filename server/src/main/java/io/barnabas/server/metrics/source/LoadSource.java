package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.RecentTimes;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.metrics.TimedExecutor;
import java.util.function.LongSupplier;

/** How long a coordinator takes to load its partitions, from wanting to until it has. */
public final class LoadSource implements MetricSource, TimedExecutor.Watch {
  private final MetricFamily average;
  private final MetricFamily longest;
  private final RecentTimes loads;

  /**
   * Nothing loaded yet.
   *
   * @param type which coordinator's, such as {@code group-coordinator-metrics}
   * @param nanoTime the monotonic clock
   */
  public LoadSource(String type, LongSupplier nanoTime) {
    this.average = family(type, "partition-load-time-avg", "Milliseconds to load a partition.");
    this.longest = family(type, "partition-load-time-max", "The same of the slowest.");
    this.loads = new RecentTimes(nanoTime.getAsLong());
  }

  private static MetricFamily family(String type, String name, String help) {
    return MetricFamily.attribute("kafka.server", type, name, help);
  }

  @Override
  public void done(long handedNanos, long begunNanos, long endedNanos) {
    loads.record(endedNanos - handedNanos, endedNanos);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(average, Tags.NONE, () -> loads.reading().mean());
    sink.gauge(longest, Tags.NONE, () -> loads.reading().max());
  }
}
