package io.barnabas.server.telemetry;

import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.Tags;
import io.barnabas.server.telemetry.PushedPoint.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The newest metrics of one client, so many at most. Any thread. */
final class ClientSeries {
  private static final int SERIES_MAX = 500;
  private static final int ATTRIBUTES_MAX = 4;
  private static final int LENGTH_MAX = 128;

  private record Key(MetricFamily family, Tags tags) {}

  private final TelemetryClient client;
  private final Map<Key, Double> values = new HashMap<>();
  private volatile int intervalMs = 1;

  ClientSeries(TelemetryClient client) {
    this.client = client;
  }

  int intervalMs() {
    return intervalMs;
  }

  void pushedEvery(int ms) {
    intervalMs = ms;
  }

  /** How many there are. */
  synchronized int size() {
    return values.size();
  }

  synchronized void add(Iterable<PushedPoint> points) {
    for (PushedPoint point : points) {
      Key key = new Key(family(point), tags(point));
      if (values.containsKey(key) || values.size() < SERIES_MAX) {
        if (point.meaning() == Meaning.DELTA) {
          values.merge(key, point.value(), Double::sum);
        } else {
          values.put(key, point.value());
        }
      }
    }
  }

  synchronized void collect(MetricSink sink) {
    values.forEach((key, value) -> sink.gauge(key.family(), key.tags(), () -> value));
  }

  /** {@code org.apache.kafka.producer.record.send.total} becomes a total of that name. */
  private static MetricFamily family(PushedPoint point) {
    String name = cut(point.name()).replaceAll("[^a-zA-Z0-9_]", "_");
    boolean total = point.meaning() != Meaning.GAUGE;
    if (total && name.endsWith("_total")) {
      name = name.substring(0, name.length() - "_total".length());
    }
    return MetricFamily.attribute(
        "client", "pushed", total ? name + "-total" : name, "Pushed by clients (KIP-714).");
  }

  private Tags tags(PushedPoint point) {
    List<String> all = new ArrayList<>();
    all.add("client_instance_id");
    all.add(client.instanceId());
    all.add("client_id");
    all.add(cut(client.clientId()));
    List<String> attributes = point.attributes();
    for (int i = 0; i + 1 < attributes.size() && i < 2 * ATTRIBUTES_MAX; i += 2) {
      String name = "attribute_" + cut(attributes.get(i)).replaceAll("[^a-zA-Z0-9_]", "_");
      if (!all.contains(name)) {
        all.add(name);
        all.add(cut(attributes.get(i + 1)));
      }
    }
    return Tags.of(all);
  }

  private static String cut(String text) {
    return text.length() <= LENGTH_MAX ? text : text.substring(0, LENGTH_MAX);
  }
}
