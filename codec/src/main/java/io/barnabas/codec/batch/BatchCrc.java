package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of a batch, from its attributes to its end. Computed over the buffer's own memory;
 * nothing is copied.
 */
public final class BatchCrc {
  private BatchCrc() {}

  /** Whether the stored CRC is right. The whole batch must lie in the buffer. */
  public static boolean isValid(ByteBuf buf, int at) {
    return BatchHeader.crc(buf, at) == compute(buf, at);
  }

  /** The CRC that the batch ought to have. The whole batch must lie in the buffer. */
  public static int compute(ByteBuf buf, int at) {
    return of(
        buf,
        at + BatchLayout.ATTRIBUTES_AT,
        BatchHeader.sizeInBytes(buf, at) - BatchLayout.ATTRIBUTES_AT);
  }

  /** CRC-32C of any region of a buffer. */
  public static int of(ByteBuf buf, int index, int length) {
    CRC32C crc = new CRC32C();
    if (buf.hasArray()) {
      crc.update(buf.array(), buf.arrayOffset() + index, length);
    } else if (buf.nioBufferCount() == 1) {
      crc.update(buf.nioBuffer(index, length));
    } else {
      for (ByteBuffer part : buf.nioBuffers(index, length)) {
        crc.update(part);
      }
    }
    return (int) crc.getValue();
  }
}
