package io.barnabas.storage.clean;

import io.netty.buffer.ByteBuf;

/**
 * SipHash-2-4 with 128 bits (Aumasson and Bernstein): so wide that two keys of a log never meet by
 * chance, and keyed, so that nobody can choose keys that do. Not thread-safe: {@link #high} and
 * {@link #low} belong to the last {@link #of}.
 */
final class KeyHash {
  private static final int WORD = Long.BYTES;

  private final long key0;
  private final long key1;
  private long v0;
  private long v1;
  private long v2;
  private long v3;
  private long low;
  private long high;

  KeyHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /** Hashes a region of a buffer. */
  void of(ByteBuf buf, int index, int length) {
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL ^ 0xee;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
    int words = length / WORD;
    for (int word = 0; word < words; word++) {
      mix(buf.getLongLE(index + word * WORD));
    }
    mix(rest(buf, index + words * WORD, length));
    v2 ^= 0xee;
    rounds(4);
    low = v0 ^ v1 ^ v2 ^ v3;
    v1 ^= 0xdd;
    rounds(4);
    high = v0 ^ v1 ^ v2 ^ v3;
  }

  /** What is less than a word, and the length. */
  private static long rest(ByteBuf buf, int index, int length) {
    long word = (long) length << 56;
    for (int at = length % WORD - 1; at >= 0; at--) {
      word |= (buf.getByte(index + at) & 0xffL) << at * Byte.SIZE;
    }
    return word;
  }

  private void mix(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }

  long low() {
    return low;
  }

  long high() {
    return high;
  }
}
