package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.file.FileHandle;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads the part of a segment that may be torn, batch by batch with its CRC, up to the first byte
 * that is not part of a good one. Not thread-safe; one per segment.
 */
final class LogRecovery {
  /** Read at once; grows to the largest batch. */
  private static final int CHUNK = 1 << 20;

  /** Told of every good batch, in order. */
  interface BatchConsumer {
    void accept(ByteBuf buffer, int index, int position);
  }

  private final FileChannel channel;
  private final int fileSize;
  private int position;
  private long nextOffset;

  private LogRecovery(FileChannel channel, int start, int fileSize, long nextOffset) {
    this.channel = channel;
    this.position = start;
    this.fileSize = fileSize;
    this.nextOffset = nextOffset;
  }

  /** Where the good part of the segment ends, in the file and in offsets. */
  record GoodEnd(int position, long nextOffset) {}

  /**
   * Scans from a position where a batch begins.
   *
   * @param nextOffset no batch may begin below
   */
  static GoodEnd scan(
      FileHandle handle, int start, int fileSize, long nextOffset, BatchConsumer consumer)
      throws IOException {
    LogRecovery recovery = new LogRecovery(handle.channel(), start, fileSize, nextOffset);
    recovery.run(consumer);
    return new GoodEnd(recovery.position, recovery.nextOffset);
  }

  private void run(BatchConsumer consumer) throws IOException {
    int chunk = Math.min(CHUNK, fileSize - position);
    while (position < fileSize) {
      ByteBuf buffer = read(Math.min(chunk, fileSize - position));
      int before = position;
      BatchScanner batches = BatchScanner.ofReadable(buffer);
      while (batches.next()) {
        if (!isGood(buffer, batches.index())) {
          return;
        }
        consumer.accept(buffer, batches.index(), position);
        nextOffset = BatchHeader.nextOffset(buffer, batches.index());
        position += batches.sizeInBytes();
      }
      boolean atFileEnd = before + buffer.readableBytes() >= fileSize;
      if (atFileEnd || isHopeless(batches.end())) {
        return;
      }
      chunk = CHUNK;
      if (position == before) {
        long size = (long) BatchHeader.batchLength(buffer, 0) + BatchLayout.LOG_OVERHEAD;
        if (size > fileSize - position) {
          // Torn: nothing is to be learned from reading all that is left.
          return;
        }
        chunk = (int) size;
      }
    }
  }

  private static boolean isHopeless(BatchScanner.End end) {
    return end == BatchScanner.End.BAD_LENGTH || end == BatchScanner.End.BAD_MAGIC;
  }

  private boolean isGood(ByteBuf buffer, int at) {
    return BatchHeader.baseOffset(buffer, at) >= nextOffset
        && BatchHeader.lastOffsetDelta(buffer, at) >= 0
        && BatchCrc.isValid(buffer, at);
  }

  private ByteBuf read(int bytes) throws IOException {
    ByteBuffer target = ByteBuffer.allocate(bytes);
    while (target.hasRemaining()) {
      int read = channel.read(target, (long) position + target.position());
      if (read < 0) {
        break;
      }
    }
    return Unpooled.wrappedBuffer(target.flip());
  }
}
