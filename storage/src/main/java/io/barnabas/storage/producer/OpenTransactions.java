package io.barnabas.storage.producer;

import java.util.Map;
import java.util.TreeMap;

/**
 * The transactions that hold the last stable offset back: those without a marker, and those whose
 * marker is not yet below the high watermark. Both by the offset of their first record.
 */
final class OpenTransactions {
  static final long NONE = -1;

  private final TreeMap<Long, Long> ongoing = new TreeMap<>();
  private final TreeMap<Long, Long> unreplicated = new TreeMap<>();

  /** Becomes as another is now. */
  void copyFrom(OpenTransactions other) {
    clear();
    ongoing.putAll(other.ongoing);
    unreplicated.putAll(other.unreplicated);
  }

  void begin(long firstOffset, long producerId) {
    ongoing.put(firstOffset, producerId);
  }

  /**
   * Ends a transaction with the marker at {@code lastOffset}; answers what becomes the last stable
   * offset then.
   */
  long complete(long firstOffset, long lastOffset) {
    if (ongoing.remove(firstOffset) == null) {
      throw new IllegalStateException("no transaction began at " + firstOffset);
    }
    unreplicated.put(firstOffset, lastOffset);
    return ongoing.isEmpty() ? lastOffset + 1 : ongoing.firstKey();
  }

  /** Forgets completed transactions whose marker lies below {@code offset}. */
  void forgetCompletedBelow(long offset) {
    if (!unreplicated.isEmpty()) {
      unreplicated.values().removeIf(lastOffset -> lastOffset < offset);
    }
  }

  /** The first offset that is not stable, {@link #NONE} if all are. */
  long firstUnstableOffset() {
    return Math.min(first(ongoing), first(unreplicated)) == Long.MAX_VALUE
        ? NONE
        : Math.min(first(ongoing), first(unreplicated));
  }

  /** The first offset of a transaction without a marker, {@link #NONE} if there is none. */
  long firstUndecidedOffset() {
    return ongoing.isEmpty() ? NONE : ongoing.firstKey();
  }

  /** The producer of the oldest transaction without a marker, {@link #NONE} if there is none. */
  long oldestProducerId() {
    Map.Entry<Long, Long> oldest = ongoing.firstEntry();
    return oldest == null ? NONE : oldest.getValue();
  }

  private static long first(TreeMap<Long, Long> transactions) {
    return transactions.isEmpty() ? Long.MAX_VALUE : transactions.firstKey();
  }

  boolean isEmpty() {
    return ongoing.isEmpty() && unreplicated.isEmpty();
  }

  void clear() {
    ongoing.clear();
    unreplicated.clear();
  }
}
