package io.barnabas.server.config;

import io.barnabas.storage.clean.CleanerConfig;
import java.time.Duration;

/**
 * How logs are kept, besides what topics say for themselves.
 *
 * @param recoveryThreads recovery threads per log directory
 * @param retentionCheckInterval how often old segments are looked for
 * @param recoveryPointInterval how often it is written down what has been synced
 * @param logStartInterval how often it is written down where logs begin
 * @param checkpointInterval how often high watermarks are written down
 * @param producerIdExpiration how long a silent idempotent producer is remembered
 * @param movesAtOnce how many logs move between directories at once
 * @param cleaner how compacted topics are cleaned
 * @param reserveBytes bytes that what producers send leaves free in each log directory
 * @param metadataSegmentBytes segment size of the metadata log
 * @param metadataSegmentMs segment age of the metadata log
 * @param snapshotBytes bytes of metadata records between two snapshots
 * @param snapshotIntervalMs the longest time between two snapshots, 0 for ever
 */
public record StorageConfig(
    int recoveryThreads,
    Duration retentionCheckInterval,
    Duration recoveryPointInterval,
    Duration logStartInterval,
    Duration checkpointInterval,
    Duration producerIdExpiration,
    int movesAtOnce,
    CleanerConfig cleaner,
    long reserveBytes,
    int metadataSegmentBytes,
    long metadataSegmentMs,
    long snapshotBytes,
    long snapshotIntervalMs) {

  /** The least memory for keys that makes cleaning worth while. */
  static final long DEDUPE_BYTES_MIN = 1 << 20;

  /** Reads the settings. */
  public static StorageConfig from(Settings settings) {
    return new StorageConfig(
        settings.intValue("num.recovery.threads.per.data.dir"),
        Duration.ofMillis(settings.longValue("log.retention.check.interval.ms")),
        interval(settings, "log.flush.offset.checkpoint.interval.ms"),
        interval(settings, "log.flush.start.offset.checkpoint.interval.ms"),
        Duration.ofMillis(settings.longValue("replica.high.watermark.checkpoint.interval.ms")),
        Duration.ofMillis(settings.longValue("producer.id.expiration.ms")),
        movesAtOnce(settings),
        cleaner(settings),
        settings.longValue(SettingCatalogue.RESERVE_BYTES),
        settings.intValue("metadata.log.segment.bytes"),
        settings.longValue("metadata.log.segment.ms"),
        settings.longValue("metadata.log.max.record.bytes.between.snapshots"),
        settings.longValue("metadata.log.max.snapshot.interval.ms"));
  }

  /** As many as there are directories unless given. */
  private static int movesAtOnce(Settings settings) {
    String given = settings.givenText("num.replica.alter.log.dirs.threads");
    return given == null
        ? Math.max(1, DirectoryConfig.from(settings).logDirs().size())
        : Integer.parseInt(given);
  }

  private static CleanerConfig cleaner(Settings settings) {
    CleanerConfig config =
        new CleanerConfig(
            settings.booleanValue("log.cleaner.enable"),
            settings.intValue("log.cleaner.threads"),
            settings.longValue("log.cleaner.dedupe.buffer.size"),
            settings.doubleValue("log.cleaner.io.buffer.load.factor"),
            settings.intValue("log.cleaner.io.buffer.size"),
            settings.doubleValue("log.cleaner.io.max.bytes.per.second"),
            Duration.ofMillis(settings.longValue("log.cleaner.backoff.ms")));
    if (config.threads() < 1) {
      throw settings.refuse("log.cleaner.threads", "at least 1");
    }
    if (config.dedupeBufferBytes() / config.threads() < DEDUPE_BYTES_MIN) {
      throw settings.refuse("log.cleaner.dedupe.buffer.size", "at least 1 MiB for each thread");
    }
    if (!(config.loadFactor() > 0 && config.loadFactor() <= 1)) {
      throw settings.refuse("log.cleaner.io.buffer.load.factor", "more than 0, at most 1");
    }
    if (!(config.ioMaxBytesPerSecond() > 0)) {
      throw settings.refuse("log.cleaner.io.max.bytes.per.second", "more than 0");
    }
    return config;
  }

  private static Duration interval(Settings settings, String name) {
    return Duration.ofMillis(Math.max(1, settings.longValue(name)));
  }
}
