package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The broker as a whole.
 *
 * @param state its state, by Apache Kafka's numbers
 * @param clusterId empty before it is known
 * @param startMs when it was started, by the clock
 */
public record ServerSource(
    int nodeId, IntSupplier state, Supplier<String> clusterId, String version, long startMs)
    implements MetricSource {
  private static final String DOMAIN = "kafka.server";
  private static final MetricFamily STATE =
      MetricFamily.gauge(
          DOMAIN, "KafkaServer", "BrokerState", "1 starting, 2 recovering, 3 running, 7 stopping.");
  private static final MetricFamily CLUSTER =
      MetricFamily.gauge(DOMAIN, "KafkaServer", "ClusterId", "The id of the cluster.");
  private static final MetricFamily VERSION =
      MetricFamily.attribute(DOMAIN, "app-info", "version", "The version of Barnabas.");
  private static final MetricFamily START =
      MetricFamily.attribute(
          DOMAIN, "app-info", "start-time-ms", "When it was started, in Unix milliseconds.");

  private static final MetricFamily VERSION_BY_ID =
      MetricFamily.attribute(DOMAIN, "app-info", "Version", "The version of Barnabas.");
  private static final MetricFamily START_BY_ID =
      MetricFamily.attribute(
          DOMAIN, "app-info", "StartTimeMs", "When it was started, in Unix milliseconds.");

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(STATE, Tags.NONE, state::getAsInt);
    sink.text(CLUSTER, Tags.NONE, clusterId);
    Tags id = Tags.of("id", Integer.toString(nodeId));
    sink.text(VERSION, Tags.NONE, () -> version);
    sink.gauge(START, Tags.NONE, () -> startMs);
    sink.text(VERSION_BY_ID, id, () -> version);
    sink.gauge(START_BY_ID, id, () -> startMs);
  }
}
