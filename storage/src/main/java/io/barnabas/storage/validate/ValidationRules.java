package io.barnabas.storage.validate;

import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.TimestampType;
import io.barnabas.storage.log.LogConfig;
import org.jspecify.annotations.Nullable;

/**
 * What a topic's configs ask of its batches. Made once per change of configuration.
 *
 * @param keysRequired whether every record needs a key: the topic is compacted
 * @param maxBatchSize the largest batch in bytes, as it will be stored
 * @param segmentSize the size of a segment in bytes, which no batch can exceed
 * @param maxRecordSize the largest body of a compressed record in bytes
 * @param timestampType who sets timestamps
 * @param timestampBeforeMaxMs how far behind the clock a producer's timestamp may be
 * @param timestampAfterMaxMs how far ahead of the clock a producer's timestamp may be
 * @param compressor what batches are stored in; null for what their producer chose
 */
public record ValidationRules(
    boolean keysRequired,
    int maxBatchSize,
    int segmentSize,
    int maxRecordSize,
    TimestampType timestampType,
    long timestampBeforeMaxMs,
    long timestampAfterMaxMs,
    @Nullable Compressor compressor) {

  private static final String AS_PRODUCED = "producer";
  private static final String UNCOMPRESSED = "uncompressed";

  public static ValidationRules of(LogConfig config) {
    return new ValidationRules(
        config.cleanupCompact(),
        config.maxMessageBytes(),
        config.segmentBytes(),
        config.maxDecompressedBytes(),
        config.timestampType(),
        config.timestampBeforeMaxMs(),
        config.timestampAfterMaxMs(),
        compressor(config));
  }

  private static @Nullable Compressor compressor(LogConfig config) {
    String name = config.compressionType();
    if (name.equals(AS_PRODUCED)) {
      return null;
    }
    CompressionType type =
        name.equals(UNCOMPRESSED) ? CompressionType.NONE : CompressionType.ofConfigName(name);
    if (type == null) {
      throw new IllegalArgumentException("compression.type " + name);
    }
    return switch (type) {
      case GZIP -> new Compressor(type, config.gzipLevel());
      case LZ4 -> new Compressor(type, config.lz4Level());
      case ZSTD -> new Compressor(type, config.zstdLevel());
      case NONE, SNAPPY -> Compressor.of(type);
    };
  }
}
