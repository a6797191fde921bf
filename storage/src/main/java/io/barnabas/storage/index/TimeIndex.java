package io.barnabas.storage.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Timestamp to offset: an entry says that the largest timestamp up to its batch is {@code
 * timestamp}, in the batch that ends {@code relativeOffset} above the segment's base. Timestamps
 * rise strictly, offsets do not fall. Threads and truncation as in {@link OffsetIndex}.
 *
 * <p>On disk an entry is 12 bytes, big-endian: timestamp in ms (8), relativeOffset (4).
 */
public final class TimeIndex {
  public static final int ENTRY_BYTES = 12;

  /** Grows by replacement, so that a reader has two arrays that belong together. */
  private record Entries(long[] timestamps, int[] offsets) {}

  private volatile Entries entries = new Entries(new long[0], new int[0]);
  private volatile int count;

  public int count() {
    return count;
  }

  /** Bytes of memory held. */
  public int weight() {
    return 64 + entries.offsets.length * ENTRY_BYTES;
  }

  /** Adds an entry if its timestamp lies beyond the last one's. */
  public void maybeAppend(long timestamp, int relativeOffset) {
    int size = count;
    Entries target = entries;
    if (timestamp < 0
        || (size > 0
            && (timestamp <= target.timestamps[size - 1]
                || relativeOffset < target.offsets[size - 1]))) {
      return;
    }
    if (size == target.offsets.length) {
      int capacity = Math.max(8, size * 2);
      target =
          new Entries(
              Arrays.copyOf(target.timestamps, capacity), Arrays.copyOf(target.offsets, capacity));
      entries = target;
    }
    target.timestamps[size] = timestamp;
    target.offsets[size] = relativeOffset;
    count = size + 1;
  }

  /** The timestamp of the last entry, -1 when there is none. */
  public long lastTimestamp() {
    int size = count;
    return size == 0 ? -1 : entries.timestamps[size - 1];
  }

  /** The offset of the last entry, relative to the segment's base; 0 when there is none. */
  public int lastRelativeOffset() {
    int size = count;
    return size == 0 ? 0 : entries.offsets[size - 1];
  }

  /**
   * From which batch on to look for a timestamp: the offset of the last entry whose timestamp is
   * smaller, or 0. Every record at or above the timestamp lies in that batch or behind it.
   */
  public int offsetBefore(long timestamp) {
    int size = count;
    Entries values = entries;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (values.timestamps[middle] < timestamp) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? 0 : values.offsets[high];
  }

  /** A copy of the entries for batches that end before an offset relative to the segment's base. */
  public TimeIndex before(long relativeOffset) {
    Entries values = entries;
    int size = count;
    int keep = 0;
    while (keep < size && values.offsets[keep] < relativeOffset) {
      keep++;
    }
    TimeIndex kept = new TimeIndex();
    kept.entries =
        new Entries(Arrays.copyOf(values.timestamps, keep), Arrays.copyOf(values.offsets, keep));
    kept.count = keep;
    return kept;
  }

  /** The file form of the entries from an index on. */
  public ByteBuffer encode(int from) {
    int size = count;
    Entries values = entries;
    ByteBuffer bytes = ByteBuffer.allocate((size - from) * ENTRY_BYTES);
    for (int entry = from; entry < size; entry++) {
      bytes.putLong(values.timestamps[entry]).putInt(values.offsets[entry]);
    }
    return bytes.flip();
  }

  /** Reads the file form up to the first entry that does not lie beyond its predecessor. */
  public static TimeIndex decode(ByteBuffer bytes) {
    int size = bytes.remaining() / ENTRY_BYTES;
    long[] timestamps = new long[size];
    int[] offsets = new int[size];
    int entry = 0;
    for (; entry < size; entry++) {
      long timestamp = bytes.getLong();
      int offset = bytes.getInt();
      boolean first = entry == 0;
      boolean rises = first || (timestamp > timestamps[entry - 1] && offset >= offsets[entry - 1]);
      if (!rises || timestamp < 0 || offset < 0 || (timestamp == 0 && offset == 0)) {
        break;
      }
      timestamps[entry] = timestamp;
      offsets[entry] = offset;
    }
    TimeIndex index = new TimeIndex();
    index.entries = new Entries(Arrays.copyOf(timestamps, entry), Arrays.copyOf(offsets, entry));
    index.count = entry;
    return index;
  }
}
