package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.partition.TopicTraffic;
import io.barnabas.server.partition.Traffic;
import io.barnabas.server.partition.TrafficKind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The traffic of all topics together and of each; of so many at most, those first that were used
 * first.
 */
public final class TrafficSource implements MetricSource {
  private static final String DOMAIN = "kafka.server";
  private static final String TYPE = "BrokerTopicMetrics";

  private static final int TOPICS_MAX = 20_000;
  private static final MetricFamily LEFT_OUT =
      MetricFamily.gauge(
          "barnabas", "topic", "traffic_left_out", "Topics over the limit of what is told.");

  /** Nothing is copied between brokers as long as there is one, and nothing sent in old formats. */
  private static final List<MetricFamily> NEVER =
      Stream.of(
              "ReplicationBytesInPerSec",
              "ReplicationBytesOutPerSec",
              "ReassignmentBytesInPerSec",
              "ReassignmentBytesOutPerSec",
              "FetchMessageConversionsPerSec")
          .map(name -> MetricFamily.meter(DOMAIN, TYPE, name, "Never."))
          .toList();

  private final Traffic traffic;
  private final Map<TrafficKind, MetricFamily> families = new EnumMap<>(TrafficKind.class);
  private final Map<String, Tags> tags = new ConcurrentHashMap<>();

  public TrafficSource(Traffic traffic) {
    this.traffic = traffic;
    for (TrafficKind kind : TrafficKind.values()) {
      families.put(kind, MetricFamily.meter(DOMAIN, TYPE, kind.kafkaName(), kind.help()));
    }
  }

  @Override
  public void collect(MetricSink sink) {
    Map<String, TopicTraffic> topics = traffic.topics();
    List<Told> told = told(topics);
    families.forEach(
        (kind, family) -> {
          sink.meter(family, Tags.NONE, () -> traffic.all().count(kind));
          sink.meters(family, told, Told::tags, each -> each.counts.count(kind));
        });
    NEVER.forEach(family -> sink.meter(family, Tags.NONE, () -> 0));
    sink.gauge(LEFT_OUT, Tags.NONE, () -> topics.size() - (double) tags.size());
  }

  private record Told(Tags tags, TopicTraffic counts) {}

  private synchronized List<Told> told(Map<String, TopicTraffic> topics) {
    tags.keySet().retainAll(topics.keySet());
    List<Told> told = new ArrayList<>();
    topics.forEach(
        (topic, counts) -> {
          if (tags.size() < TOPICS_MAX || tags.containsKey(topic)) {
            Tags named = tags.computeIfAbsent(topic, name -> Tags.of("topic", name));
            told.add(new Told(named, counts));
          }
        });
    return told;
  }
}
