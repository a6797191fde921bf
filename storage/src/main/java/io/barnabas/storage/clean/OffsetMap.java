package io.barnabas.storage.clean;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * The newest offset of each key, in a fixed piece of memory outside the heap: open addressing with
 * linear probing over entries of {@value #ENTRY_BYTES} bytes, the key's hash and its offset. Keys
 * are told apart by their hash alone. Not thread-safe; to be closed.
 */
final class OffsetMap implements AutoCloseable {
  static final int ENTRY_BYTES = 3 * Long.BYTES;

  /** No less makes progress worth the reading. */
  private static final int SLOTS_MIN = 64;

  private final KeyHash hash;
  private final ByteBuf table;
  private final int slots;
  private final int capacity;
  private int size;

  private OffsetMap(KeyHash hash, ByteBuf table, int slots, double loadFactor) {
    this.hash = hash;
    this.table = table;
    this.slots = slots;
    this.capacity = Math.max(1, Math.min(slots - 1, (int) (slots * loadFactor)));
    table.setZero(0, slots * ENTRY_BYTES);
  }

  /**
   * Makes a map for some keys, or for as many as there is memory.
   *
   * @param keys how many there may be
   * @param maxBytes memory it may take
   */
  static OffsetMap of(KeyHash hash, long keys, long maxBytes, double loadFactor) {
    long wanted = Math.max(SLOTS_MIN, (long) (keys / loadFactor) + 2);
    long allowed = Math.max(SLOTS_MIN, Math.min(maxBytes, Integer.MAX_VALUE) / ENTRY_BYTES);
    int slots = (int) Math.min(wanted, allowed);
    while (true) {
      try {
        return new OffsetMap(hash, Unpooled.directBuffer(slots * ENTRY_BYTES), slots, loadFactor);
      } catch (OutOfMemoryError e) {
        // A small machine: fewer keys at a time, more rounds.
        if (slots <= SLOTS_MIN) {
          throw e;
        }
        slots = Math.max(SLOTS_MIN, slots / 2);
      }
    }
  }

  /** Remembers a key's offset, larger than any before. False when there is no room for the key. */
  boolean put(ByteBuf buf, int index, int length, long offset) {
    int at = find(buf, index, length);
    if (table.getLong(at + 2 * Long.BYTES) == 0) {
      if (size == capacity) {
        return false;
      }
      size++;
      table.setLong(at, hash.low());
      table.setLong(at + Long.BYTES, hash.high());
    }
    // One more than the offset, since an empty entry is all zeros.
    table.setLong(at + 2 * Long.BYTES, offset + 1);
    return true;
  }

  /** The newest offset of a key, -1 when it was not seen. */
  long get(ByteBuf buf, int index, int length) {
    return table.getLong(find(buf, index, length) + 2 * Long.BYTES) - 1;
  }

  /** Where the key's entry is, or an empty one to put it. */
  private int find(ByteBuf buf, int index, int length) {
    hash.of(buf, index, length);
    int slot = (int) Long.remainderUnsigned(hash.low(), slots);
    while (true) {
      int at = slot * ENTRY_BYTES;
      if (table.getLong(at + 2 * Long.BYTES) == 0
          || table.getLong(at) == hash.low() && table.getLong(at + Long.BYTES) == hash.high()) {
        return at;
      }
      slot = slot + 1 == slots ? 0 : slot + 1;
    }
  }

  int size() {
    return size;
  }

  /** How many keys there is room for. */
  int capacity() {
    return capacity;
  }

  @Override
  public void close() {
    table.release();
  }
}
