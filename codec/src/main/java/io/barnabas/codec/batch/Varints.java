package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;

/**
 * Zig-zag encoded integers of variable length, as Protocol Buffers and the records of a batch have
 * them.
 */
public final class Varints {
  private static final int MORE = 0x80;
  private static final int PAYLOAD = 0x7f;
  private static final int PAYLOAD_BITS = 7;

  private Varints() {}

  /** Bytes that {@link #writeVarint} writes, 1 to 5. */
  public static int sizeOfVarint(int value) {
    int zigzag = (value << 1) ^ (value >> 31);
    return (38 - Integer.numberOfLeadingZeros(zigzag | 1)) / PAYLOAD_BITS;
  }

  /** Bytes that {@link #writeVarlong} writes, 1 to 10. */
  public static int sizeOfVarlong(long value) {
    long zigzag = (value << 1) ^ (value >> 63);
    return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / PAYLOAD_BITS;
  }

  public static void writeVarint(ByteBuf out, int value) {
    int rest = (value << 1) ^ (value >> 31);
    while ((rest & ~PAYLOAD) != 0) {
      out.writeByte(rest & PAYLOAD | MORE);
      rest >>>= PAYLOAD_BITS;
    }
    out.writeByte(rest);
  }

  public static void writeVarlong(ByteBuf out, long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~PAYLOAD) != 0) {
      out.writeByte((int) rest & PAYLOAD | MORE);
      rest >>>= PAYLOAD_BITS;
    }
    out.writeByte((int) rest);
  }

  static int unzigzag(int zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  static long unzigzag(long zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }
}
