package io.barnabas.storage.clean;

import java.time.Duration;

/**
 * Settings of the {@link LogCleaner}, Kafka's {@code log.cleaner.*}.
 *
 * @param enabled {@code log.cleaner.enable}: false leaves compacted topics as they are
 * @param threads {@code log.cleaner.threads}: logs cleaned at the same time
 * @param dedupeBufferBytes {@code log.cleaner.dedupe.buffer.size}: memory for the keys seen, over
 *     all threads; taken only while a log is cleaned, and only as much as it needs
 * @param loadFactor {@code log.cleaner.io.buffer.load.factor}: how full that memory may become
 * @param ioBufferBytes {@code log.cleaner.io.buffer.size}: memory for reading and writing, over all
 *     threads; exceeded where a single batch is larger
 * @param ioMaxBytesPerSecond {@code log.cleaner.io.max.bytes.per.second}: read and written, over
 *     all threads
 * @param backoff {@code log.cleaner.backoff.ms}: from one look for work to the next
 */
public record CleanerConfig(
    boolean enabled,
    int threads,
    long dedupeBufferBytes,
    double loadFactor,
    int ioBufferBytes,
    double ioMaxBytesPerSecond,
    Duration backoff) {

  /** The defaults of Apache Kafka 4.4. */
  public static final CleanerConfig DEFAULT =
      new CleanerConfig(
          true, 1, 128L << 20, 0.9, 512 << 10, Double.MAX_VALUE, Duration.ofSeconds(15));

  /** The same with another wait between two looks for work. */
  public CleanerConfig withBackoff(Duration changed) {
    return new CleanerConfig(
        enabled,
        threads,
        dedupeBufferBytes,
        loadFactor,
        ioBufferBytes,
        ioMaxBytesPerSecond,
        changed);
  }

  /** One thread's part of the memory for keys, in bytes. */
  long dedupeBytesPerThread() {
    return Math.min(dedupeBufferBytes / threads, Integer.MAX_VALUE);
  }

  /** One thread's part of the memory for reading, and as much again for writing, in bytes. */
  int chunkBytes() {
    return Math.max(ioBufferBytes / threads / 2, 4096);
  }
}
