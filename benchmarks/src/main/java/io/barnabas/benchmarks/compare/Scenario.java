package io.barnabas.benchmarks.compare;

import io.barnabas.codec.batch.CompressionType;

/**
 * A load by name.
 *
 * @param seconds how long each of producing and fetching is measured; 0 for none
 */
record Scenario(
    String name,
    double seconds,
    double warmupSeconds,
    int connections,
    int pipeline,
    int batchBytes,
    int recordBytes,
    CompressionType codec,
    short acks) {

  static Scenario of(String name, double seconds, double warmup) {
    return switch (name) {
      case "start" -> new Scenario(name, 0, 0, 1, 1, 0, 0, CompressionType.NONE, (short) -1);
      case "batches" -> load(name, seconds, warmup, 16_384, 1_024, CompressionType.NONE);
      case "lz4" -> load(name, seconds, warmup, 16_384, 1_024, CompressionType.LZ4);
      case "zstd" -> load(name, seconds, warmup, 16_384, 1_024, CompressionType.ZSTD);
      case "small" -> load(name, seconds, warmup, 100, 100, CompressionType.NONE);
      case "large" -> load(name, seconds, warmup, 900_000, 10_000, CompressionType.NONE);
      default ->
          throw new IllegalArgumentException(
              "unknown scenario '" + name + "': start, batches, lz4, zstd, small or large");
    };
  }

  private static Scenario load(
      String name, double seconds, double warmup, int batch, int record, CompressionType codec) {
    return new Scenario(name, seconds, warmup, 4, 5, batch, record, codec, (short) -1);
  }
}
