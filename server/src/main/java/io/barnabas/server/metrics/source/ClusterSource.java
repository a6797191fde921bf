package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.Endpoint;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.server.metrics.KeptTags;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Brokers and topics of the cluster, as kafka_exporter names them. */
public final class ClusterSource implements MetricSource {
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

  private final Supplier<MetadataImage> images;
  private final KeptTags<String> tags = new KeptTags<>(topic -> Tags.of("topic", topic));
  private List<Told> told = List.of();
  private @Nullable MetadataImage seen;

  public ClusterSource(Supplier<MetadataImage> images) {
    this.images = images;
  }

  private record Told(Tags tags, int partitions) {}

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(BROKERS, Tags.NONE, () -> active().size());
    active().forEach(broker -> sink.gauge(BROKER, tags(broker), () -> 1));
    sink.gauges(PARTITIONS, topics(images.get()), Told::tags, Told::partitions);
    sink.gauge(LEFT_OUT, Tags.NONE, () -> Math.max(0, images.get().topics().size() - TOPICS_MAX));
  }

  /** Looked up when the metadata has changed. */
  private synchronized List<Told> topics(MetadataImage image) {
    if (image != seen) {
      List<Told> found = new ArrayList<>();
      image
          .topics()
          .forEach(
              topic -> {
                if (found.size() < TOPICS_MAX) {
                  found.add(new Told(tags.of(topic.name()), topic.partitions().size()));
                }
              });
      tags.turn();
      told = List.copyOf(found);
      seen = image;
    }
    return told;
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
