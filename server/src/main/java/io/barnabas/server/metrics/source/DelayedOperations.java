package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.concurrent.atomic.LongAdder;

/**
 * Requests that wait for something other than their turn: what Apache Kafka keeps in purgatories.
 * Any thread.
 *
 * @param produce appends that wait to be durable or replicated
 * @param fetch fetches that wait for data
 */
public record DelayedOperations(LongAdder produce, LongAdder fetch) implements MetricSource {
  private static final MetricFamily SIZE = family("PurgatorySize");
  private static final MetricFamily DELAYED = family("NumDelayedOperations");
  private static final String OPERATION = "delayedOperation";

  /** Nothing waits. */
  public DelayedOperations() {
    this(new LongAdder(), new LongAdder());
  }

  private static MetricFamily family(String name) {
    return MetricFamily.gauge(
        "kafka.server", "DelayedOperationPurgatory", name, "Requests that wait.");
  }

  @Override
  public void collect(MetricSink sink) {
    for (MetricFamily family : new MetricFamily[] {SIZE, DELAYED}) {
      sink.gauge(family, Tags.of(OPERATION, "Produce"), produce::sum);
      sink.gauge(family, Tags.of(OPERATION, "Fetch"), fetch::sum);
    }
  }
}
