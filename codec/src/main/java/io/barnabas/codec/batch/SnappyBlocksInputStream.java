package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import org.xerial.snappy.Snappy;

/**
 * Reads snappy as Kafka clients write it: the framing of snappy-java (which the Java client uses),
 * or one raw block (librdkafka).
 *
 * <pre>
 * magic 82 53 4e 41 50 50 59 00 | version int32 | compatible version int32 | { block length int32, block }*
 * </pre>
 *
 * snappy-java's own stream allocates what a block's preamble says before it looks at the block.
 * Here a preamble is believed only as far as the block can expand: its densest element makes 64
 * bytes of 3.
 */
final class SnappyBlocksInputStream extends InputStream {
  private static final long MAGIC = 0x82534e4150505900L;
  private static final int MAGIC_FIRST_INT = (int) (MAGIC >>> 32);
  private static final int HEADER_SIZE = 16;
  private static final int COMPATIBLE_VERSION_MAX = 1;
  private static final int MAX_EXPANSION = 22;

  private final ByteBuf in;
  private final boolean framed;
  private byte[] block = new byte[0];
  private int position;
  private int limit;

  SnappyBlocksInputStream(ByteBuf in) throws IOException {
    this.in = in;
    this.framed = in.readableBytes() >= HEADER_SIZE && in.getLong(in.readerIndex()) == MAGIC;
    if (framed) {
      skipHeader();
    }
  }

  private void skipHeader() throws IOException {
    if (in.readableBytes() < HEADER_SIZE || in.readLong() != MAGIC) {
      throw new IOException("broken snappy header");
    }
    in.skipBytes(Integer.BYTES);
    int compatibleVersion = in.readInt();
    if (compatibleVersion > COMPATIBLE_VERSION_MAX) {
      throw new IOException("snappy framing of version " + compatibleVersion + " is unknown");
    }
  }

  @Override
  public int read() throws IOException {
    return hasBytes() ? block[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!hasBytes()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(block, position, target, offset, count);
    position += count;
    return count;
  }

  private boolean hasBytes() throws IOException {
    while (position == limit) {
      if (!in.isReadable()) {
        return false;
      }
      readBlock();
    }
    return true;
  }

  private void readBlock() throws IOException {
    int size = framed ? readBlockSize() : in.readableBytes();
    if (size < 0 || size > in.readableBytes()) {
      throw new IOException(
          "a snappy block of " + size + " bytes, " + in.readableBytes() + " there");
    }
    if (in.hasArray()) {
      uncompress(in.array(), in.arrayOffset() + in.readerIndex(), size);
    } else {
      uncompress(ByteBufUtil.getBytes(in, in.readerIndex(), size), 0, size);
    }
    in.skipBytes(size);
  }

  /** A header may also begin anew between blocks, where streams were concatenated. */
  private int readBlockSize() throws IOException {
    while (in.readableBytes() >= Integer.BYTES && in.getInt(in.readerIndex()) == MAGIC_FIRST_INT) {
      skipHeader();
    }
    if (in.readableBytes() < Integer.BYTES) {
      throw new IOException("a snappy block length is cut off");
    }
    return in.readInt();
  }

  private void uncompress(byte[] compressed, int offset, int size) throws IOException {
    int length = Snappy.uncompressedLength(compressed, offset, size);
    if (length < 0 || length > (long) size * MAX_EXPANSION) {
      throw new IOException("a snappy block of " + size + " bytes cannot expand to " + length);
    }
    if (block.length < length) {
      block = new byte[length];
    }
    limit = Snappy.uncompress(compressed, offset, size, block, 0);
    position = 0;
  }
}
