package io.barnabas.server.metrics.source;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.partition.TopicTraffic;
import io.barnabas.server.partition.Traffic;
import io.barnabas.server.partition.TrafficKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The traffic of all topics together and of each. */
public final class TrafficSource implements MetricSource {
  private static final String DOMAIN = "kafka.server";
  private static final String TYPE = "BrokerTopicMetrics";

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
    tags.keySet().retainAll(topics.keySet());
    families.forEach(
        (kind, family) -> {
          sink.meter(family, Tags.NONE, () -> traffic.all().count(kind));
          topics.forEach(
              (topic, counts) ->
                  sink.meter(
                      family,
                      tags.computeIfAbsent(topic, name -> Tags.of("topic", name)),
                      () -> counts.count(kind)));
        });
  }
}
