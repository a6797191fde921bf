package io.barnabas.metadata.quorum;

/**
 * When a snapshot is due.
 *
 * @param maxBytesBetween {@code metadata.log.max.record.bytes.between.snapshots}
 * @param maxIntervalMs {@code metadata.log.max.snapshot.interval.ms}; 0: never by time
 */
public record SnapshotSettings(long maxBytesBetween, long maxIntervalMs) {
  /** Kafka's: 20 MiB or one hour. */
  public static final SnapshotSettings DEFAULT = new SnapshotSettings(20L * 1024 * 1024, 3_600_000);
}
