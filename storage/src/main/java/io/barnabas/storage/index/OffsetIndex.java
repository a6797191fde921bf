package io.barnabas.storage.index;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Offset to position: an entry says that the batch at {@code position} ends with the offset {@code
 * relativeOffset} above the segment's base. Offsets and positions rise strictly.
 *
 * <p>One thread appends; others read without a lock. They see the count last written, and the
 * entries below it never change: truncation starts a new instance.
 *
 * <p>On disk an entry is 8 bytes, big-endian: relativeOffset (4), position (4).
 */
public final class OffsetIndex {
  public static final int ENTRY_BYTES = 8;
  private static final long[] NONE = {};

  private volatile long[] entries = NONE;
  private volatile int count;

  public int count() {
    return count;
  }

  /** Bytes of memory held. */
  public int weight() {
    return 32 + entries.length * Long.BYTES;
  }

  /** Adds an entry at the end; ignored when it does not lie beyond the last one. */
  public void append(int relativeOffset, int position) {
    int size = count;
    if (size > 0
        && (relativeOffset <= relativeOffset(size - 1) || position <= position(size - 1))) {
      return;
    }
    long[] target = entries;
    if (size == target.length) {
      target = Arrays.copyOf(target, Math.max(8, size * 2));
      entries = target;
    }
    target[size] = ((long) relativeOffset << 32) | position;
    count = size + 1;
  }

  public int relativeOffset(int entry) {
    return (int) (entries[entry] >>> 32);
  }

  public int position(int entry) {
    return (int) entries[entry];
  }

  /** Where to start looking for an offset: the position of the last entry not above it, or 0. */
  public int positionFor(long relativeOffset) {
    int size = count;
    long[] values = entries;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if ((values[middle] >>> 32) <= relativeOffset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? 0 : (int) values[high];
  }

  /** The start of the last indexed batch at or before a position, or 0. */
  public int lastPositionNotAfter(int position) {
    int size = count;
    long[] values = entries;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if ((int) values[middle] <= position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high < 0 ? 0 : (int) values[high];
  }

  /** Whether there is an entry for the batch at a position. */
  public boolean hasEntryAt(int position) {
    return position > 0 && lastPositionNotAfter(position) == position;
  }

  /**
   * The relative offset of the first entry whose batch starts at or behind a position, -1 if there
   * is none: batches that end before the position have lower ones.
   */
  public long offsetBehind(long position) {
    int size = count;
    long[] values = entries;
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if ((int) values[middle] < position) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return low == size ? -1 : values[low] >>> 32;
  }

  /** A copy of the entries for batches that start before a position. */
  public OffsetIndex before(int position) {
    OffsetIndex kept = new OffsetIndex();
    int size = count;
    int keep = 0;
    while (keep < size && position(keep) < position) {
      keep++;
    }
    kept.entries = Arrays.copyOf(entries, keep);
    kept.count = keep;
    return kept;
  }

  /** The file form of the entries from an index on. */
  public ByteBuffer encode(int from) {
    int size = count;
    ByteBuffer bytes = ByteBuffer.allocate((size - from) * ENTRY_BYTES);
    for (int entry = from; entry < size; entry++) {
      bytes.putLong(entries[entry]);
    }
    return bytes.flip();
  }

  /**
   * Reads the file form up to the first entry that does not lie beyond its predecessor or lies
   * beyond the log: Kafka leaves files with a tail of zeros.
   */
  public static OffsetIndex decode(ByteBuffer bytes, long logSize) {
    OffsetIndex index = new OffsetIndex();
    int size = bytes.remaining() / ENTRY_BYTES;
    long[] values = new long[size];
    int lastOffset = -1;
    int lastPosition = -1;
    int entry = 0;
    for (; entry < size; entry++) {
      long value = bytes.getLong();
      int offset = (int) (value >>> 32);
      int position = (int) value;
      boolean rises = offset > lastOffset && position > lastPosition;
      boolean zero = value == 0 && entry > 0;
      if (!rises || zero || position >= logSize) {
        break;
      }
      lastOffset = offset;
      lastPosition = position;
      values[entry] = value;
    }
    // An all-zero file has one plausible entry: offset 0 at position 0. It says nothing; drop it.
    int kept = entry == 1 && values[0] == 0 ? 0 : entry;
    index.entries = kept == size ? values : Arrays.copyOf(values, kept);
    index.count = kept;
    return index;
  }
}
