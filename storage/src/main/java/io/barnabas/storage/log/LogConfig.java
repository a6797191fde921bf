package io.barnabas.storage.log;

import io.barnabas.codec.batch.TimestampType;

/**
 * The topic configs that a log obeys, under Kafka's names. Immutable; a change is a new record
 * given to {@link PartitionLog#updateConfig}.
 *
 * @param segmentBytes {@code segment.bytes}: a segment is rolled before it grows over this
 * @param segmentMs {@code segment.ms}: a segment with records is rolled at this age
 * @param segmentJitterMs {@code segment.jitter.ms}: at most this much is taken off segmentMs
 * @param segmentIndexBytes {@code segment.index.bytes}: a full index rolls the segment
 * @param indexIntervalBytes {@code index.interval.bytes}: bytes of log per index entry
 * @param flushMessages {@code flush.messages}: unsynced records that demand a sync before the
 *     append is answered
 * @param flushMs {@code flush.ms}: how long written records may stay unsynced
 * @param retentionBytes {@code retention.bytes}: -1 for no limit
 * @param retentionMs {@code retention.ms}: -1 for no limit
 * @param preallocate {@code preallocate}: a new segment's file has its full length at once
 * @param fileDeleteDelayMs {@code file.delete.delay.ms}: how long a dropped file stays on disk
 * @param cleanupDelete whether {@code cleanup.policy} has delete
 * @param cleanupCompact whether {@code cleanup.policy} has compact
 * @param deleteRetentionMs {@code delete.retention.ms}: how long a tombstone stays once it was
 *     cleaned
 * @param minCompactionLagMs {@code min.compaction.lag.ms}: younger records are not compacted
 * @param maxCompactionLagMs {@code max.compaction.lag.ms}: older records are compacted however few
 *     they are
 * @param minCleanableDirtyRatio {@code min.cleanable.dirty.ratio}, 0 to 1
 * @param maxMessageBytes {@code max.message.bytes}: the largest batch taken from a client
 * @param maxDecompressedBytes {@code max.decompressed.message.bytes}
 * @param timestampType {@code message.timestamp.type}
 * @param timestampBeforeMaxMs {@code message.timestamp.before.max.ms}
 * @param timestampAfterMaxMs {@code message.timestamp.after.max.ms}
 * @param compressionType {@code compression.type}: {@code producer}, {@code uncompressed}, or a
 *     codec
 * @param gzipLevel {@code compression.gzip.level}
 * @param lz4Level {@code compression.lz4.level}
 * @param zstdLevel {@code compression.zstd.level}
 */
public record LogConfig(
    int segmentBytes,
    long segmentMs,
    long segmentJitterMs,
    int segmentIndexBytes,
    int indexIntervalBytes,
    long flushMessages,
    long flushMs,
    long retentionBytes,
    long retentionMs,
    boolean preallocate,
    long fileDeleteDelayMs,
    boolean cleanupDelete,
    boolean cleanupCompact,
    long deleteRetentionMs,
    long minCompactionLagMs,
    long maxCompactionLagMs,
    double minCleanableDirtyRatio,
    int maxMessageBytes,
    int maxDecompressedBytes,
    TimestampType timestampType,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs,
    String compressionType,
    int gzipLevel,
    int lz4Level,
    int zstdLevel) {

  /** What a topic without configs of its own has on a broker without settings of its own. */
  public static final LogConfig DEFAULT = new Builder().build();

  /** The age at which a segment is rolled: a record must not wait for compaction any longer. */
  public long rollMs() {
    return cleanupCompact ? Math.min(segmentMs, maxCompactionLagMs) : segmentMs;
  }

  public Builder toBuilder() {
    return new Builder(this);
  }

  /** Starts from the defaults of Apache Kafka 4.4. */
  public static Builder builder() {
    return new Builder();
  }

  /** Names what is set; everything else is the default. */
  public static final class Builder {
    private int segmentBytes = 1 << 30;
    private long segmentMs = 604_800_000;
    private long segmentJitterMs;
    private int segmentIndexBytes = 10 * 1024 * 1024;
    private int indexIntervalBytes = 4096;
    private long flushMessages = Long.MAX_VALUE;
    private long flushMs = Long.MAX_VALUE;
    private long retentionBytes = -1;
    private long retentionMs = 604_800_000;
    private boolean preallocate;
    private long fileDeleteDelayMs = 60_000;
    private boolean cleanupDelete = true;
    private boolean cleanupCompact;
    private long deleteRetentionMs = 86_400_000;
    private long minCompactionLagMs;
    private long maxCompactionLagMs = Long.MAX_VALUE;
    private double minCleanableDirtyRatio = 0.5;
    private int maxMessageBytes = 1_048_588;
    private int maxDecompressedBytes = 2_147_483_639;
    private TimestampType timestampType = TimestampType.CREATE_TIME;
    private long timestampBeforeMaxMs = Long.MAX_VALUE;
    private long timestampAfterMaxMs = 3_600_000;
    private String compressionType = "producer";
    private int gzipLevel = -1;
    private int lz4Level = 9;
    private int zstdLevel = 3;

    private Builder() {}

    private Builder(LogConfig from) {
      segmentBytes = from.segmentBytes;
      segmentMs = from.segmentMs;
      segmentJitterMs = from.segmentJitterMs;
      segmentIndexBytes = from.segmentIndexBytes;
      indexIntervalBytes = from.indexIntervalBytes;
      flushMessages = from.flushMessages;
      flushMs = from.flushMs;
      retentionBytes = from.retentionBytes;
      retentionMs = from.retentionMs;
      preallocate = from.preallocate;
      fileDeleteDelayMs = from.fileDeleteDelayMs;
      cleanupDelete = from.cleanupDelete;
      cleanupCompact = from.cleanupCompact;
      deleteRetentionMs = from.deleteRetentionMs;
      minCompactionLagMs = from.minCompactionLagMs;
      maxCompactionLagMs = from.maxCompactionLagMs;
      minCleanableDirtyRatio = from.minCleanableDirtyRatio;
      maxMessageBytes = from.maxMessageBytes;
      maxDecompressedBytes = from.maxDecompressedBytes;
      timestampType = from.timestampType;
      timestampBeforeMaxMs = from.timestampBeforeMaxMs;
      timestampAfterMaxMs = from.timestampAfterMaxMs;
      compressionType = from.compressionType;
      gzipLevel = from.gzipLevel;
      lz4Level = from.lz4Level;
      zstdLevel = from.zstdLevel;
    }

    public Builder segmentBytes(int value) {
      segmentBytes = value;
      return this;
    }

    public Builder segmentMs(long value) {
      segmentMs = value;
      return this;
    }

    public Builder segmentJitterMs(long value) {
      segmentJitterMs = value;
      return this;
    }

    public Builder segmentIndexBytes(int value) {
      segmentIndexBytes = value;
      return this;
    }

    public Builder indexIntervalBytes(int value) {
      indexIntervalBytes = value;
      return this;
    }

    public Builder flushMessages(long value) {
      flushMessages = value;
      return this;
    }

    public Builder flushMs(long value) {
      flushMs = value;
      return this;
    }

    public Builder retentionBytes(long value) {
      retentionBytes = value;
      return this;
    }

    public Builder retentionMs(long value) {
      retentionMs = value;
      return this;
    }

    public Builder preallocate(boolean value) {
      preallocate = value;
      return this;
    }

    public Builder fileDeleteDelayMs(long value) {
      fileDeleteDelayMs = value;
      return this;
    }

    public Builder cleanupDelete(boolean value) {
      cleanupDelete = value;
      return this;
    }

    public Builder cleanupCompact(boolean value) {
      cleanupCompact = value;
      return this;
    }

    public Builder deleteRetentionMs(long value) {
      deleteRetentionMs = value;
      return this;
    }

    public Builder minCompactionLagMs(long value) {
      minCompactionLagMs = value;
      return this;
    }

    public Builder maxCompactionLagMs(long value) {
      maxCompactionLagMs = value;
      return this;
    }

    public Builder minCleanableDirtyRatio(double value) {
      minCleanableDirtyRatio = value;
      return this;
    }

    public Builder maxMessageBytes(int value) {
      maxMessageBytes = value;
      return this;
    }

    public Builder maxDecompressedBytes(int value) {
      maxDecompressedBytes = value;
      return this;
    }

    public Builder timestampType(TimestampType value) {
      timestampType = value;
      return this;
    }

    public Builder timestampBeforeMaxMs(long value) {
      timestampBeforeMaxMs = value;
      return this;
    }

    public Builder timestampAfterMaxMs(long value) {
      timestampAfterMaxMs = value;
      return this;
    }

    public Builder compressionType(String value) {
      compressionType = value;
      return this;
    }

    public Builder gzipLevel(int value) {
      gzipLevel = value;
      return this;
    }

    public Builder lz4Level(int value) {
      lz4Level = value;
      return this;
    }

    public Builder zstdLevel(int value) {
      zstdLevel = value;
      return this;
    }

    public LogConfig build() {
      return new LogConfig(
          segmentBytes,
          segmentMs,
          segmentJitterMs,
          segmentIndexBytes,
          indexIntervalBytes,
          flushMessages,
          flushMs,
          retentionBytes,
          retentionMs,
          preallocate,
          fileDeleteDelayMs,
          cleanupDelete,
          cleanupCompact,
          deleteRetentionMs,
          minCompactionLagMs,
          maxCompactionLagMs,
          minCleanableDirtyRatio,
          maxMessageBytes,
          maxDecompressedBytes,
          timestampType,
          timestampBeforeMaxMs,
          timestampAfterMaxMs,
          compressionType,
          gzipLevel,
          lz4Level,
          zstdLevel);
    }
  }
}
