package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads one lz4 frame of independent blocks, as Kafka clients write it, straight from the buffer.
 * lz4-java's own stream allocates two buffers of a whole block for every frame, however small; here
 * a compressed block goes from where it lies to a pooled buffer as large as what it may expand to,
 * and a plain one is read in its place.
 *
 * <pre>
 * magic 04 22 4d 18 | flags | block descriptor | [content size int64] | [dictionary id int32] | header checksum
 * { block length int32, its highest bit set if stored plain | block | [block checksum int32] }*
 * 0 int32 | [content checksum int32]
 * </pre>
 *
 * All little-endian. The header's and the blocks' checksums are verified, the content's is not: the
 * batch has a CRC. What follows the frame is ignored, as Kafka clients do.
 */
final class Lz4BlocksInputStream extends InputStream {
  private static final int MAGIC = 0x184d2204;
  private static final int VERSION_MASK = 0xc0;
  private static final int VERSION = 0x40;
  private static final int INDEPENDENT = 0x20;
  private static final int BLOCK_CHECKSUM = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int DICTIONARY = 0x01;
  private static final int PLAIN = 0x8000_0000;
  private static final int EXPANSION_MAX = 255;

  private final ByteBuf in;
  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();
  private final boolean blocksHaveChecksum;
  private final int blockMax;
  private @Nullable ByteBuf block;
  private ByteBuf readable;
  private int position;
  private int limit;
  private boolean finished;

  Lz4BlocksInputStream(ByteBuf in) throws IOException {
    this.in = in;
    this.readable = in;
    need(Integer.BYTES + 3);
    if (in.readIntLE() != MAGIC) {
      throw new IOException("no lz4 frame begins here");
    }
    int descriptorAt = in.readerIndex();
    int flags = in.readByte();
    int sizes = in.readByte();
    if ((flags & VERSION_MASK) != VERSION
        || (flags & INDEPENDENT) == 0
        || (flags & DICTIONARY) != 0) {
      throw new IOException("an lz4 frame with flags " + flags + " is not supported");
    }
    blocksHaveChecksum = (flags & BLOCK_CHECKSUM) != 0;
    blockMax = blockSize(sizes >> 4 & 7);
    if ((flags & CONTENT_SIZE) != 0) {
      need(Long.BYTES + 1);
      in.skipBytes(Long.BYTES);
    }
    byte[] descriptor =
        ByteBufUtil.getBytes(in, descriptorAt, in.readerIndex() - descriptorAt, true);
    int expected = hash.hash(descriptor, 0, descriptor.length, 0) >> Byte.SIZE & 0xff;
    if (in.readUnsignedByte() != expected) {
      throw new IOException("the lz4 header does not match its checksum");
    }
  }

  private static int blockSize(int id) throws IOException {
    if (id < 4) {
      throw new IOException("there is no lz4 block size " + id);
    }
    return 1 << 2 * id + 8;
  }

  private void need(int count) throws IOException {
    if (in.readableBytes() < count) {
      throw new IOException("the lz4 frame is cut off");
    }
  }

  @Override
  public int read() throws IOException {
    return hasBytes() ? readable.getByte(position++) & 0xff : -1;
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
    readable.getBytes(position, target, offset, count);
    position += count;
    return count;
  }

  private boolean hasBytes() throws IOException {
    while (position == limit && !finished) {
      readBlock();
    }
    return position < limit;
  }

  private void readBlock() throws IOException {
    need(Integer.BYTES);
    int header = in.readIntLE();
    int size = header & ~PLAIN;
    if (size == 0) {
      finished = true;
      return;
    }
    if (size > blockMax) {
      throw new IOException("an lz4 block of " + size + " bytes, at most " + blockMax + " allowed");
    }
    need(blocksHaveChecksum ? size + Integer.BYTES : size);
    int at = in.readerIndex();
    in.skipBytes(size);
    if (blocksHaveChecksum && in.readIntLE() != hash.hash(view(at, size), 0, size, 0)) {
      throw new IOException("an lz4 block does not match its checksum");
    }
    if ((header & PLAIN) != 0) {
      readable = in;
      position = at;
      limit = at + size;
    } else {
      readable = room((int) Math.min(blockMax, (long) size * EXPANSION_MAX));
      position = 0;
      limit = decompress(view(at, size), readable);
    }
  }

  /** With memory that the library reads without asking Java: direct, or a writable array. */
  private ByteBuffer view(int at, int size) {
    ByteBuffer view = in.nioBuffer(at, size).slice();
    return view.isDirect() || view.hasArray()
        ? view
        : ByteBuffer.wrap(ByteBufUtil.getBytes(in, at, size, true));
  }

  private ByteBuf room(int size) {
    if (block == null || block.capacity() < size) {
      release();
      block = PooledByteBufAllocator.DEFAULT.directBuffer(size);
    }
    return block;
  }

  private int decompress(ByteBuffer from, ByteBuf to) throws IOException {
    int room = to.capacity();
    try {
      return decompressor.decompress(
          from, 0, from.remaining(), to.internalNioBuffer(0, room).slice(), 0, room);
    } catch (LZ4Exception e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void release() {
    if (block != null) {
      block.release();
      block = null;
    }
  }

  /** Frees the buffer; nothing is there to be read after that. */
  @Override
  public void close() {
    release();
    finished = true;
    position = limit;
  }
}
