package io.barnabas.storage.producer;

import io.netty.util.collection.LongObjectHashMap;

/** Makes room among the producers of one log, as if those silent for longest had expired. */
final class SilentProducers {
  private SilentProducers() {}

  /**
   * Forgets the oldest by the time of their last batch, but none with an open transaction.
   *
   * @param left how many are left, at least
   * @param but this one stays
   */
  static void forget(LongObjectHashMap<ProducerEntry> producers, int left, long but) {
    long[] times =
        producers.values().stream()
            .filter(entry -> mayGo(entry, but))
            .mapToLong(ProducerEntry::lastTimestamp)
            .sorted()
            .toArray();
    int[] going = {Math.min(times.length, producers.size() - left)};
    if (going[0] > 0) {
      long newest = times[going[0] - 1];
      producers
          .values()
          .removeIf(
              entry -> mayGo(entry, but) && entry.lastTimestamp() <= newest && going[0]-- > 0);
    }
  }

  private static boolean mayGo(ProducerEntry entry, long but) {
    return !entry.hasTransaction() && entry.producerId != but;
  }
}
