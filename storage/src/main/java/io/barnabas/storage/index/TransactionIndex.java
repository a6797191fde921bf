package io.barnabas.storage.index;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The aborted transactions whose markers lie in one segment, in the order of their markers. Threads
 * and truncation as in {@link OffsetIndex}.
 *
 * <p>On disk an entry is 34 bytes, big-endian: version 0 (2), producerId (8), firstOffset (8),
 * lastOffset (8), lastStableOffset (8).
 */
public final class TransactionIndex {
  public static final int ENTRY_BYTES = 34;

  private static final short VERSION = 0;
  private static final int ROW = 4;
  private static final int FIRST = 1;
  private static final int LAST = 2;
  private static final int STABLE = 3;

  private volatile long[] entries = {};
  private volatile int count;

  public int count() {
    return count;
  }

  /** Bytes of memory held. */
  public int weight() {
    return 32 + entries.length * Long.BYTES;
  }

  /** Adds an entry at the end; its marker lies behind those of all others. */
  public void append(AbortedTransaction added) {
    int size = count;
    long[] target = entries;
    if (size * ROW == target.length) {
      target = Arrays.copyOf(target, Math.max(2 * ROW, target.length * 2));
      entries = target;
    }
    int at = size * ROW;
    target[at] = added.producerId();
    target[at + FIRST] = added.firstOffset();
    target[at + LAST] = added.lastOffset();
    target[at + STABLE] = added.lastStableOffset();
    count = size + 1;
  }

  public AbortedTransaction get(int entry) {
    long[] values = entries;
    int at = entry * ROW;
    return new AbortedTransaction(
        values[at], values[at + FIRST], values[at + LAST], values[at + STABLE]);
  }

  /** How many entries have their marker below an offset. */
  public int countBelow(long offset) {
    int size = count;
    long[] values = entries;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (values[middle * ROW + LAST] < offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /**
   * Adds those that have records or their marker in a range of offsets.
   *
   * @return whether no later entry can belong to the range
   */
  public boolean collect(long from, long endExclusive, List<AbortedTransaction> found) {
    int size = count;
    for (int entry = countBelow(from); entry < size; entry++) {
      AbortedTransaction aborted = get(entry);
      if (aborted.firstOffset() < endExclusive) {
        found.add(aborted);
      }
      if (aborted.lastStableOffset() >= endExclusive) {
        return true;
      }
    }
    return false;
  }

  /** A copy of the entries whose markers lie below an offset. */
  public TransactionIndex before(long offset) {
    TransactionIndex kept = new TransactionIndex();
    int keep = countBelow(offset);
    kept.entries = Arrays.copyOf(entries, keep * ROW);
    kept.count = keep;
    return kept;
  }

  /** The file form of the entries from an index on. */
  public ByteBuffer encode(int from) {
    int size = count;
    long[] values = entries;
    ByteBuffer bytes = ByteBuffer.allocate((size - from) * ENTRY_BYTES);
    for (int entry = from; entry < size; entry++) {
      bytes.putShort(VERSION);
      for (int column = 0; column < ROW; column++) {
        bytes.putLong(values[entry * ROW + column]);
      }
    }
    return bytes.flip();
  }

  /**
   * Reads the file form of a segment's index up to the first entry that cannot be right; the caller
   * compares {@link #count} with the size of the file.
   *
   * @param base of the segment
   * @param end of the segment, exclusive
   */
  public static TransactionIndex decode(ByteBuffer bytes, long base, long end) {
    TransactionIndex index = new TransactionIndex();
    long before = base - 1;
    while (bytes.remaining() >= ENTRY_BYTES && bytes.getShort() == VERSION) {
      AbortedTransaction read =
          new AbortedTransaction(
              bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
      boolean sane =
          read.producerId() >= 0
              && read.firstOffset() >= 0
              && read.firstOffset() <= read.lastOffset()
              && read.lastOffset() > before
              && read.lastOffset() < end
              && read.lastStableOffset() >= 0
              && read.lastStableOffset() <= read.lastOffset() + 1;
      if (!sane) {
        break;
      }
      index.append(read);
      before = read.lastOffset();
    }
    return index;
  }
}
