package io.barnabas.server.metrics.source;

import io.barnabas.server.binding.MetadataFiles;
import io.barnabas.server.binding.MetadataFiles.Stored;
import io.barnabas.server.metrics.Glance;
import io.barnabas.server.metrics.MetricFamily;
import io.barnabas.server.metrics.MetricSink;
import io.barnabas.server.metrics.MetricSource;
import io.barnabas.server.metrics.Tags;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The newest snapshot of the metadata, as it lies on the disk. */
public final class MetadataSnapshotSource implements MetricSource {
  private static final MetricFamily BYTES =
      family("LatestSnapshotGeneratedBytes", "Size of the newest snapshot of the metadata, or 0.");
  private static final MetricFamily AGE =
      family(
          "LatestSnapshotGeneratedAgeMs",
          "Milliseconds since it was written, or since the start where there is none.");

  private final Glance<Optional<Stored>> newest;
  private final InstantSource clock;
  private final long startedMs;

  /**
   * Of a metadata log.
   *
   * @param nanoTime the monotonic clock
   */
  public MetadataSnapshotSource(MetadataFiles files, InstantSource clock, LongSupplier nanoTime) {
    this.newest = new Glance<>(files::newest, nanoTime);
    this.clock = clock;
    this.startedMs = clock.millis();
  }

  private static MetricFamily family(String name, String help) {
    return MetricFamily.gauge("kafka.server", "SnapshotEmitter", name, help);
  }

  @Override
  public void collect(MetricSink sink) {
    sink.gauge(BYTES, Tags.NONE, () -> newest.get().map(Stored::bytes).orElse(0L));
    sink.gauge(
        AGE,
        Tags.NONE,
        () -> Math.max(0, clock.millis() - newest.get().map(Stored::writtenMs).orElse(startedMs)));
  }
}
