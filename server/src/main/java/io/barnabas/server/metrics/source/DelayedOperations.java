package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.Delays;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;

/**
 * Requests that wait for something other than their turn: what Apache Kafka keeps in purgatories.
 * Any thread.
 *
 * @param produce appends that wait to be durable or replicated; of those that waited in vain each
 *     partition counts
 * @param fetch fetches that wait for data
 */
public record DelayedOperations(Delays produce, Delays fetch) implements MetricSource {
  private static final MetricFamily SIZE = family("PurgatorySize");
  private static final MetricFamily DELAYED = family("NumDelayedOperations");
  private static final MetricFamily PRODUCE_EXPIRES =
      expires("DelayedProduceMetrics", "Partitions that were not written in time.");
  private static final MetricFamily FETCH_EXPIRES =
      expires("DelayedFetchMetrics", "Fetches that ended with less than they waited for.");
  private static final Tags CONSUMER = Tags.of("fetcherType", "consumer");
  private static final String OPERATION = "delayedOperation";

  /** Nothing waits. */
  public DelayedOperations() {
    this(new Delays(), new Delays());
  }

  private static MetricFamily family(String name) {
    return MetricFamily.gauge(
        "kafka.server", "DelayedOperationPurgatory", name, "Requests that wait.");
  }

  private static MetricFamily expires(String type, String help) {
    return MetricFamily.meter("kafka.server", type, "ExpiresPerSec", help);
  }

  @Override
  public void collect(MetricSink sink) {
    for (MetricFamily family : new MetricFamily[] {SIZE, DELAYED}) {
      sink.gauge(family, Tags.of(OPERATION, "Produce"), produce.waiting()::sum);
      sink.gauge(family, Tags.of(OPERATION, "Fetch"), fetch.waiting()::sum);
    }
    sink.meter(PRODUCE_EXPIRES, Tags.NONE, produce.expired()::sum);
    sink.meter(FETCH_EXPIRES, CONSUMER, fetch.expired()::sum);
  }
}
