package io.barnabas.storage.producer;

import io.netty.util.collection.LongObjectHashMap;

/**
 * Makes room among the producers of one log, as if those silent for longest had expired. That goes
 * by where they wrote last, not by when: timestamps are what producers make of them.
 */
final class SilentProducers {
  private SilentProducers() {}

  /**
   * Forgets the first by the offset of their last batch, but none with an open transaction.
   *
   * @param left how many are left, at least
   * @param but this one stays
   */
  static void forget(LongObjectHashMap<ProducerEntry> producers, int left, long but) {
    long[] offsets =
        producers.values().stream()
            .filter(entry -> mayGo(entry, but))
            .mapToLong(ProducerEntry::lastOffset)
            .sorted()
            .toArray();
    int[] going = {Math.min(offsets.length, producers.size() - left)};
    if (going[0] > 0) {
      long last = offsets[going[0] - 1];
      producers
          .values()
          .removeIf(entry -> mayGo(entry, but) && entry.lastOffset() <= last && going[0]-- > 0);
    }
  }

  private static boolean mayGo(ProducerEntry entry, long but) {
    return !entry.hasTransaction() && entry.producerId != but;
  }
}
