package io.barnabas.server.metrics.prometheus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow, and the few ways metrics are written. For one thread. */
final class AsciiBuffer {
  /** Larger whole numbers are not exact in a double anyway. */
  private static final double WHOLE_MAX = 1L << 53;

  private static final int DIGITS_MAX = 20;

  private byte[] bytes;
  private int used;

  AsciiBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  AsciiBuffer put(char each) {
    room(1);
    bytes[used++] = (byte) each;
    return this;
  }

  AsciiBuffer put(byte[] all) {
    return put(all, 0, all.length);
  }

  AsciiBuffer put(byte[] from, int offset, int count) {
    room(count);
    System.arraycopy(from, offset, bytes, used, count);
    used += count;
    return this;
  }

  AsciiBuffer put(String text) {
    return put(text.getBytes(StandardCharsets.UTF_8));
  }

  AsciiBuffer put(double value) {
    long whole = (long) value;
    if (whole == value && Math.abs(value) <= WHOLE_MAX) {
      return put(whole);
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
    int digits = 1;
    for (long more = left / 10; more > 0; more /= 10) {
      digits++;
    }
    used += digits;
    int at = used;
    do {
      bytes[--at] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    return this;
  }

  private void room(int count) {
    if (bytes.length - used < count) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + count));
    }
  }

  int size() {
    return used;
  }

  void clear() {
    used = 0;
  }

  /** What was written lies at its beginning; valid until more is written. */
  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, used);
  }
}
