package io.barnabas.benchmarks.compare;

import io.barnabas.codec.batch.CompressionType;

/**
 * A load by name.
 *
 * @param seconds how long each of producing and fetching is measured; 0 for none
 * @param warmupSeconds processor seconds of the broker before each
 * @param partitions of the topic that is loaded
 * @param flushMessages {@code flush.messages} of that topic; 0 leaves it out
 * @param fetches whether fetching is measured too
 */
record Scenario(
    String name,
    double seconds,
    double warmupSeconds,
    int connections,
    int pipeline,
    int partitions,
    int batchBytes,
    int recordBytes,
    CompressionType codec,
    short acks,
    int flushMessages,
    boolean fetches) {
  private static final int PARTITIONS = 6;

  static Scenario of(String name, double seconds, double warmup) {
    return switch (name) {
      case "start" -> load(name, 0, 0, 0, 0, CompressionType.NONE);
      case "batches" -> load(name, seconds, warmup, 16_384, 1_024, CompressionType.NONE);
      case "lz4" -> load(name, seconds, warmup, 16_384, 1_024, CompressionType.LZ4);
      case "zstd" -> load(name, seconds, warmup, 16_384, 1_024, CompressionType.ZSTD);
      case "small" -> load(name, seconds, warmup, 100, 100, CompressionType.NONE);
      case "large" -> load(name, seconds, warmup, 262_144, 1_024, CompressionType.NONE);
      case "fsync1" -> synced(name, seconds, warmup, 1);
      case "fsync8" -> synced(name, seconds, warmup, 8);
      default ->
          throw new IllegalArgumentException(
              "unknown scenario '"
                  + name
                  + "': start, batches, lz4, zstd, small, large, fsync1 or fsync8");
    };
  }

  private static Scenario load(
      String name, double seconds, double warmup, int batch, int record, CompressionType codec) {
    return new Scenario(
        name, seconds, warmup, 4, 5, PARTITIONS, batch, record, codec, (short) -1, 0, true);
  }

  /** Many producers that wait for each record to be on the disk before they send the next. */
  private static Scenario synced(String name, double seconds, double warmup, int partitions) {
    return new Scenario(
        name,
        seconds,
        warmup,
        16,
        1,
        partitions,
        100,
        100,
        CompressionType.NONE,
        (short) -1,
        1,
        false);
  }
}
