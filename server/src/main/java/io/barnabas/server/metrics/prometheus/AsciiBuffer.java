package io.barnabas.server.metrics.prometheus;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, and the few ways metrics are written. For one thread. */
final class AsciiBuffer {
  /** Larger whole numbers are not exact in a double anyway. */
  private static final double WHOLE_MAX = 1L << 53;

  private static final int DIGITS_MAX = 20;

  private byte[] bytes = new byte[512];
  private int used;

  AsciiBuffer put(char each) {
    room(1);
    bytes[used++] = (byte) each;
    return this;
  }

  AsciiBuffer put(byte[] all) {
    room(all.length);
    System.arraycopy(all, 0, bytes, used, all.length);
    used += all.length;
    return this;
  }

  AsciiBuffer put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  AsciiBuffer put(double value) {
    if (value == Math.rint(value) && Math.abs(value) <= WHOLE_MAX) {
      return put((long) value);
    }
    if (Double.isInfinite(value)) {
      return put(value > 0 ? "+Inf" : "-Inf");
    }
    return put(Double.toString(value));
  }

  private AsciiBuffer put(long value) {
    room(DIGITS_MAX);
    long left = value;
    if (left < 0) {
      bytes[used++] = '-';
      left = -left;
    }
    int from = used;
    do {
      bytes[used++] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    for (int low = from, high = used - 1; low < high; low++, high--) {
      byte swapped = bytes[low];
      bytes[low] = bytes[high];
      bytes[high] = swapped;
    }
    return this;
  }

  private void room(int count) {
    if (bytes.length - used < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + count));
    }
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, used);
  }

  /** What was written, not copied; nothing may be written after. */
  ByteBuf content() {
    return Unpooled.wrappedBuffer(bytes, 0, used);
  }
}
