package io.barnabas.server.config;

import java.time.Duration;

/**
 * How logs are kept, besides what topics say for themselves.
 *
 * @param recoveryThreads recovery threads per log directory
 * @param retentionCheckInterval how often old segments are looked for
 * @param checkpointInterval how often high watermarks are written down
 * @param producerIdExpiration how long a silent idempotent producer is remembered
 * @param metadataSegmentBytes segment size of the metadata log
 * @param metadataSegmentMs segment age of the metadata log
 * @param snapshotBytes bytes of metadata records between two snapshots
 * @param snapshotIntervalMs the longest time between two snapshots, 0 for ever
 */
public record StorageConfig(
    int recoveryThreads,
    Duration retentionCheckInterval,
    Duration checkpointInterval,
    Duration producerIdExpiration,
    int metadataSegmentBytes,
    long metadataSegmentMs,
    long snapshotBytes,
    long snapshotIntervalMs) {

  /** Reads the settings. */
  public static StorageConfig from(Settings settings) {
    return new StorageConfig(
        settings.intValue("num.recovery.threads.per.data.dir"),
        Duration.ofMillis(settings.longValue("log.retention.check.interval.ms")),
        Duration.ofMillis(settings.longValue("replica.high.watermark.checkpoint.interval.ms")),
        Duration.ofMillis(settings.longValue("producer.id.expiration.ms")),
        settings.intValue("metadata.log.segment.bytes"),
        settings.longValue("metadata.log.segment.ms"),
        settings.longValue("metadata.log.max.record.bytes.between.snapshots"),
        settings.longValue("metadata.log.max.snapshot.interval.ms"));
  }
}
