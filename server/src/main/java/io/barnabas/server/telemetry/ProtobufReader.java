package io.barnabas.server.telemetry;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the wire format of Protocol Buffers, field by field: the little of it that metrics need.
 * Every length is held against the bytes there are. For one thread.
 */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int TYPE_BITS = 3;
  private static final int VARINT_BITS_MAX = 63;

  private final ByteBuffer bytes;
  private int type;

  ProtobufReader(ByteBuffer bytes) {
    this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The number of the next field, whose value is to be read or skipped; 0 at the end. */
  int next() throws MalformedMetricsException {
    if (!bytes.hasRemaining()) {
      return 0;
    }
    long tag = varint();
    type = (int) tag & (1 << TYPE_BITS) - 1;
    long field = tag >>> TYPE_BITS;
    if (field <= 0 || field > Integer.MAX_VALUE) {
      throw new MalformedMetricsException("field " + field);
    }
    return (int) field;
  }

  /** The value of a field of type bool, int or enum. */
  long number() throws MalformedMetricsException {
    expect(VARINT);
    return varint();
  }

  /** The value of a field of type fixed64 or double, as bits. */
  long fixed64() throws MalformedMetricsException {
    expect(FIXED64);
    need(Long.BYTES);
    return bytes.getLong();
  }

  String text() throws MalformedMetricsException {
    return StandardCharsets.UTF_8.decode(delimited()).toString();
  }

  /** The value of a field that is a message. */
  ProtobufReader message() throws MalformedMetricsException {
    return new ProtobufReader(delimited());
  }

  void skip() throws MalformedMetricsException {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> forward(Long.BYTES);
      case FIXED32 -> forward(Integer.BYTES);
      case LENGTH_DELIMITED -> delimited();
      default -> throw new MalformedMetricsException("wire type " + type);
    }
  }

  private ByteBuffer delimited() throws MalformedMetricsException {
    expect(LENGTH_DELIMITED);
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw new MalformedMetricsException("a length of " + length);
    }
    ByteBuffer part = bytes.slice(bytes.position(), (int) length);
    forward((int) length);
    return part;
  }

  private void expect(int expected) throws MalformedMetricsException {
    if (type != expected) {
      throw new MalformedMetricsException("wire type " + type + " instead of " + expected);
    }
  }

  private void need(int count) throws MalformedMetricsException {
    if (bytes.remaining() < count) {
      throw new MalformedMetricsException("the end inside a value");
    }
  }

  private void forward(int count) throws MalformedMetricsException {
    need(count);
    bytes.position(bytes.position() + count);
  }

  private long varint() throws MalformedMetricsException {
    long value = 0;
    for (int shift = 0; shift <= VARINT_BITS_MAX; shift += 7) {
      need(1);
      byte next = bytes.get();
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedMetricsException("a number too long");
  }
}
