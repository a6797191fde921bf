package io.barnabas.server.telemetry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The metrics of clients that push them: of so many clients, so many of each, and so many in all,
 * until a client has missed three pushes. Any thread.
 */
final class PushedMetrics implements MetricSource {
  private static final int CLIENTS_MAX = 1000;
  private static final int SERIES_MAX = 50_000;
  private static final int MISSED_MAX = 3;

  private final Cache<String, ClientSeries> clients;

  PushedMetrics(LongSupplier nanoTime) {
    this.clients =
        Caffeine.newBuilder()
            .maximumWeight(SERIES_MAX)
            .weigher(
                (String id, ClientSeries series) ->
                    Math.max(series.size(), SERIES_MAX / CLIENTS_MAX))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .expireAfter(
                Expiry.<String, ClientSeries>writing(
                    (id, series) -> Duration.ofMillis((long) MISSED_MAX * series.intervalMs())))
            .build();
  }

  /** Takes what a client pushed. */
  void add(TelemetryClient client, int intervalMs, Iterable<PushedPoint> points) {
    ClientSeries known = clients.getIfPresent(client.instanceId());
    ClientSeries series = known == null ? new ClientSeries(client) : known;
    series.pushedEvery(intervalMs);
    series.add(points);
    clients.put(client.instanceId(), series);
  }

  @Override
  public void collect(MetricSink sink) {
    clients.cleanUp();
    clients.asMap().values().forEach(series -> series.collect(sink));
  }
}
