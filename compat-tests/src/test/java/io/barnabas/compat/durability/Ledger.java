package io.barnabas.compat.durability;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the broker has promised to keep: every acknowledged record with the offset it was given.
 * Thread-safe.
 */
final class Ledger {
  private final Map<Integer, Map<Long, String>> promises = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> ends = new ConcurrentHashMap<>();
  private final AtomicLong count = new AtomicLong();

  void acknowledged(int partition, String producer, int sequence, long offset) {
    String record = record(producer, sequence);
    String other =
        promises.computeIfAbsent(partition, any -> new ConcurrentHashMap<>()).put(offset, record);
    if (other != null) {
      throw new AssertionError(
          "offset " + offset + " was promised to " + other + " and to " + record);
    }
    ends.computeIfAbsent(partition, any -> new AtomicLong())
        .accumulateAndGet(offset + 1, Math::max);
    count.incrementAndGet();
  }

  /** The number of acknowledgements so far. */
  long count() {
    return count.get();
  }

  /** The first offset of the partition for which nothing has been promised. */
  long end(int partition) {
    AtomicLong end = ends.get(partition);
    return end == null ? 0 : end.get();
  }

  Map<Long, String> promises(int partition) {
    return promises.getOrDefault(partition, Map.of());
  }

  static String record(String producer, int sequence) {
    return producer + "/" + sequence;
  }
}
