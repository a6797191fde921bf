package io.barnabas.codec.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A header of a record (KIP-82). Equality is by content.
 *
 * @param value owned by the header; nobody changes it
 */
public record RecordHeader(String key, byte @Nullable [] value) {

  static RecordHeader read(RecordBytes in) {
    String key = new String(in.readBytes(in.readVarint()), UTF_8);
    int valueSize = in.readVarint();
    return new RecordHeader(key, valueSize < 0 ? null : in.readBytes(valueSize));
  }

  void writeTo(ByteBuf out) {
    byte[] keyBytes = key.getBytes(UTF_8);
    Varints.writeVarint(out, keyBytes.length);
    out.writeBytes(keyBytes);
    Varints.writeVarint(out, value == null ? -1 : value.length);
    if (value != null) {
      out.writeBytes(value);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordHeader that
        && key.equals(that.key)
        && Arrays.equals(value, that.value);
  }

  @Override
  public int hashCode() {
    return 31 * key.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return "RecordHeader[key=" + key + ", valueSize=" + (value == null ? -1 : value.length) + "]";
  }
}
