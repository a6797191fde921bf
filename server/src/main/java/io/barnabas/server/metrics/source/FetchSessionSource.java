package io.barnabas.server.metrics.source;

import io.barnabas.server.fetch.FetchSessions;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;

/** The sessions of fetching clients (KIP-227). */
public record FetchSessionSource(FetchSessions sessions) implements MetricSource {
  private static final String TYPE = "FetchSessionCache";

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(
        MetricFamily.gauge("kafka.server", TYPE, "NumIncrementalFetchSessions", "Sessions."),
        Tags.NONE,
        sessions::size);
    sink.gauge(
        MetricFamily.gauge(
            "kafka.server", TYPE, "NumIncrementalFetchPartitionsCached", "Partitions in sessions."),
        Tags.NONE,
        sessions::partitions);
    sink.meter(
        MetricFamily.meter(
            "kafka.server",
            TYPE,
            "IncrementalFetchSessionEvictionsPerSec",
            "Sessions that had to make room."),
        Tags.NONE,
        sessions::evictions);
  }
}
