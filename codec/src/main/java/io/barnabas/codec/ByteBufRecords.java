package io.barnabas.codec;

import io.netty.buffer.ByteBuf;

/**
 * Records held in memory: on the way in, a slice of the request's frame that keeps the frame alive.
 * Shares the reference count of the buffer it was given.
 */
public final class ByteBufRecords implements Records {

  private final ByteBuf content;

  /** Takes over one reference of the buffer, whose readable bytes are the records. */
  public ByteBufRecords(ByteBuf content) {
    this.content = content;
  }

  /** The bytes; borrowed, valid as long as the caller's reference to these records. */
  public ByteBuf content() {
    return content;
  }

  @Override
  public int sizeInBytes() {
    return content.readableBytes();
  }

  @Override
  public ByteBufRecords retain() {
    content.retain();
    return this;
  }

  @Override
  public boolean release() {
    return content.release();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteBufRecords && content.equals(((ByteBufRecords) other).content);
  }

  @Override
  public int hashCode() {
    return content.hashCode();
  }

  @Override
  public String toString() {
    return "Records[" + content.readableBytes() + "]";
  }
}
