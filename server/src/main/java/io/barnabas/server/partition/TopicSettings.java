package io.barnabas.server.partition;

import io.barnabas.codec.batch.TimestampType;
import io.barnabas.metadata.config.ResolvedConfigs;
import io.barnabas.storage.log.LogConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads what partitions obey from the configs that apply to their topic: once for all partitions of
 * a topic, which share the values.
 */
public final class TopicSettings {
  private final LogConfig log;
  private final int minInSyncReplicas;
  private @Nullable PartitionSettings last;

  TopicSettings(ResolvedConfigs configs) {
    this.log = readLog(configs);
    this.minInSyncReplicas = configs.intValue("min.insync.replicas");
  }

  /** What a partition with this many replicas obeys. One thread. */
  PartitionSettings of(int replicaCount) {
    int minInSync = Math.min(minInSyncReplicas, replicaCount);
    PartitionSettings same = last;
    if (same == null || same.minInSyncReplicas() != minInSync) {
      same = new PartitionSettings(log, minInSync);
      last = same;
    }
    return same;
  }

  /** The part that a log obeys. */
  public static LogConfig readLog(ResolvedConfigs configs) {
    List<String> cleanup = configs.listValue("cleanup.policy");
    boolean stampedByBroker = configs.stringValue("message.timestamp.type").equals("LogAppendTime");
    return LogConfig.builder()
        .segmentBytes(segmentBytes(configs))
        .segmentMs(configs.longValue("segment.ms"))
        .segmentJitterMs(configs.longValue("segment.jitter.ms"))
        .segmentIndexBytes(configs.intValue("segment.index.bytes"))
        .indexIntervalBytes(configs.intValue("index.interval.bytes"))
        .flushMessages(configs.longValue("flush.messages"))
        .flushMs(configs.longValue("flush.ms"))
        .retentionBytes(configs.longValue("retention.bytes"))
        .retentionMs(configs.longValue("retention.ms"))
        .preallocate(configs.booleanValue("preallocate"))
        .fileDeleteDelayMs(configs.longValue("file.delete.delay.ms"))
        .cleanupDelete(cleanup.contains("delete"))
        .cleanupCompact(cleanup.contains("compact"))
        .deleteRetentionMs(configs.longValue("delete.retention.ms"))
        .minCompactionLagMs(configs.longValue("min.compaction.lag.ms"))
        .maxCompactionLagMs(configs.longValue("max.compaction.lag.ms"))
        .minCleanableDirtyRatio(configs.doubleValue("min.cleanable.dirty.ratio"))
        .maxMessageBytes(configs.intValue("max.message.bytes"))
        .maxDecompressedBytes(configs.intValue("max.decompressed.message.bytes"))
        .timestampType(stampedByBroker ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME)
        .timestampBeforeMaxMs(configs.longValue("message.timestamp.before.max.ms"))
        .timestampAfterMaxMs(configs.longValue("message.timestamp.after.max.ms"))
        .compressionType(configs.stringValue("compression.type"))
        .gzipLevel(configs.intValue("compression.gzip.level"))
        .lz4Level(configs.intValue("compression.lz4.level"))
        .zstdLevel(configs.intValue("compression.zstd.level"))
        .build();
  }

  /** The internal config has no lower bound, so that small segments can be tested. */
  private static int segmentBytes(ResolvedConfigs configs) {
    String internal = configs.text("internal.segment.bytes");
    return internal == null ? configs.intValue("segment.bytes") : Integer.parseInt(internal);
  }
}
