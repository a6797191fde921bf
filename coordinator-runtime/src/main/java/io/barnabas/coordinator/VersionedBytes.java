package io.barnabas.coordinator;

import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Keys and values of coordinator records: an int16 that says how to read the rest, and the rest.
 */
public final class VersionedBytes {
  private static final short KEY_VERSION = 0;

  private VersionedBytes() {}

  /** A key begins with its type; there is one version of each. */
  public static byte[] writeKey(Message key) {
    return write(key, KEY_VERSION, key.apiKey());
  }

  public static byte[] write(Message value, short version) {
    return write(value, version, version);
  }

  private static byte[] write(Message message, short version, short prefix) {
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt16(prefix);
    message.write(writer, version);
    return ByteBufUtil.getBytes(buffer);
  }

  public static MessageReader reader(byte[] bytes) {
    return new MessageReader(Unpooled.wrappedBuffer(bytes));
  }
}
