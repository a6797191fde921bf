package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Brokers and topics of the cluster, as kafka_exporter names them. */
public record ClusterSource(Supplier<MetadataImage> images) implements MetricSource {
  private static final int TOPICS_MAX = 20_000;
  private static final MetricFamily BROKERS =
      MetricFamily.gauge("kafka", "brokers", "", "Brokers in service.");
  private static final MetricFamily BROKER =
      MetricFamily.gauge("kafka", "broker", "info", "1 for each broker in service.");
  private static final MetricFamily PARTITIONS =
      MetricFamily.gauge("kafka", "topic", "partitions", "Partitions of a topic.");
  private static final MetricFamily LEFT_OUT =
      MetricFamily.gauge(
          "barnabas", "topic", "partitions_left_out", "Topics over the limit of what is told.");

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(BROKERS, Tags.NONE, () -> active().size());
    active().forEach(broker -> sink.gauge(BROKER, tags(broker), () -> 1));
    int[] told = new int[1];
    MetadataImage image = images.get();
    image
        .topics()
        .forEach(
            topic -> {
              if (told[0]++ < TOPICS_MAX) {
                int count = topic.partitions().size();
                sink.gauge(PARTITIONS, Tags.of("topic", topic.name()), () -> count);
              }
            });
    sink.gauge(LEFT_OUT, Tags.NONE, () -> Math.max(0, images.get().topics().size() - TOPICS_MAX));
  }

  private Collection<BrokerRegistration> active() {
    return images.get().cluster().brokers().values().stream()
        .filter(BrokerRegistration::isActive)
        .toList();
  }

  private static Tags tags(BrokerRegistration broker) {
    List<Endpoint> endpoints = broker.endpoints();
    String address =
        endpoints.isEmpty() ? "" : endpoints.get(0).host() + ":" + endpoints.get(0).port();
    return Tags.of("address", address, "id", Integer.toString(broker.id()));
  }
}
