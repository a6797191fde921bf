package io.barnabas.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * An immutable string of bytes: what a {@code bytes} field of a message holds. Equal if the
 * contents are.
 */
public final class Bytes {

  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] content;

  private Bytes(byte[] content) {
    this.content = content;
  }

  public static Bytes ofCopy(byte[] source) {
    return source.length == 0 ? EMPTY : new Bytes(source.clone());
  }

  /** Copies what is readable; the position of {@code source} stays where it is. */
  public static Bytes ofCopy(ByteBuffer source) {
    byte[] content = new byte[source.remaining()];
    source.duplicate().get(content);
    return content.length == 0 ? EMPTY : new Bytes(content);
  }

  /** Copies {@code length} bytes; the reader index of {@code source} stays where it is. */
  public static Bytes ofCopy(ByteBuf source, int index, int length) {
    byte[] content = new byte[length];
    source.getBytes(index, content);
    return length == 0 ? EMPTY : new Bytes(content);
  }

  public static Bytes ofUtf8(String text) {
    return text.isEmpty() ? EMPTY : new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  public int length() {
    return content.length;
  }

  public boolean isEmpty() {
    return content.length == 0;
  }

  public void writeTo(ByteBuf target) {
    target.writeBytes(content);
  }

  /** The content read as UTF-8, malformed sequences replaced. */
  public String toUtf8() {
    return new String(content, StandardCharsets.UTF_8);
  }

  public byte[] toByteArray() {
    return content.clone();
  }

  /** A read-only view without a copy. */
  public ByteBuffer toByteBuffer() {
    return ByteBuffer.wrap(content).asReadOnlyBuffer();
  }

  /** A read-only, unpooled view without a copy; needs no release. */
  public ByteBuf toByteBuf() {
    return Unpooled.wrappedBuffer(content).asReadOnly();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && Arrays.equals(content, that.content);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(content);
  }

  /** The length only: contents may be large, and may be none of a log's business. */
  @Override
  public String toString() {
    return "Bytes(" + content.length + ")";
  }
}
