package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.file.FileHandle;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Reads the part of a segment that may be torn, batch by batch with its CRC, up to the first byte
 * that is not part of a good one. Not thread-safe; one per segment.
 */
final class LogRecovery {
  /**
   * Read at once; grows to the largest batch. What fits a processor's cache is not fetched from
   * memory again for its checksum.
   */
  private static final int CHUNK = 256 << 10;

  /** Told of every good batch, in order. */
  interface BatchConsumer {
    void accept(ByteBuf buffer, int index, int position);
  }

  private final FileChannel channel;
  private final int fileSize;
  private int position;
  private long nextOffset;
  private ByteBuf buffer = Unpooled.EMPTY_BUFFER;

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
    try {
      recovery.run(consumer);
    } finally {
      recovery.buffer.release();
    }
    return new GoodEnd(recovery.position, recovery.nextOffset);
  }

  private void run(BatchConsumer consumer) throws IOException {
    int chunk = CHUNK;
    while (position < fileSize) {
      read(Math.min(chunk, fileSize - position));
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

  /** Fills the buffer from the position on; direct memory, or there would be a second copy. */
  private void read(int bytes) throws IOException {
    if (buffer.capacity() < bytes) {
      buffer.release();
      buffer = Unpooled.directBuffer(bytes, bytes);
    }
    buffer.clear();
    int done = 0;
    while (done < bytes) {
      int read = buffer.writeBytes(channel, (long) position + done, bytes - done);
      if (read < 0) {
        break;
      }
      done += read;
    }
  }
}
