package io.barnabas.server.network;

import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import java.io.IOException;

/**
 * A range of a log file that is to be encrypted, which the kernel cannot do for us: read a piece at
 * a time, as the client takes them. What is read is as likely to be in memory as what the kernel
 * would send by itself, since fetches see to it before they answer. Confined to the connection's
 * event loop.
 */
final class FileRecordsChunks implements ChunkedInput<ByteBuf> {
  /** Some TLS records at once; more than the kernel takes at once would only lie about. */
  private static final int CHUNK_BYTES = 128 << 10;

  private final FileRecords records;
  private int sent;
  private boolean closed;

  /** Takes over one reference of the records. */
  FileRecordsChunks(FileRecords records) {
    this.records = records;
  }

  @Override
  public boolean isEndOfInput() {
    return sent == records.sizeInBytes();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      records.release();
    }
  }

  @Deprecated
  @Override
  public ByteBuf readChunk(ChannelHandlerContext context) throws IOException {
    return readChunk(context.alloc());
  }

  @Override
  public ByteBuf readChunk(ByteBufAllocator allocator) throws IOException {
    int bytes = Math.min(CHUNK_BYTES, records.sizeInBytes() - sent);
    ByteBuf chunk = allocator.directBuffer(bytes);
    try {
      FileRecords.read(records.channel(), records.position() + sent, bytes, chunk);
    } catch (IOException | RuntimeException | Error e) {
      chunk.release();
      throw e;
    }
    sent += bytes;
    return chunk;
  }

  @Override
  public long length() {
    return records.sizeInBytes();
  }

  @Override
  public long progress() {
    return sent;
  }
}
