package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.TimestampType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Steps over the batches of a file range reading only headers. What it reads was checked when it
 * was written or recovered, so an impossible header is corruption. Not thread-safe; one per walk.
 */
final class BatchWalk {
  private static final int READ_AHEAD = 4096;

  private final Path file;
  private final FileChannel channel;
  private final int limit;
  private final boolean endsAtZeros;
  private final ByteBuffer bytes = ByteBuffer.allocate(READ_AHEAD);
  private final ByteBuf buffer = Unpooled.wrappedBuffer(bytes.array());
  private int bufferStart;
  private int buffered;
  private int position;
  private int size;
  private int at;
  private long nextOffset;

  BatchWalk(Path file, FileChannel channel, int start, int limit) {
    this(file, channel, start, limit, false);
  }

  /**
   * As above.
   *
   * @param endsAtZeros whether zeros in the place of a header are the end: a file that was longer
   *     than what was written to it, and whose broker did not live to cut it
   */
  BatchWalk(Path file, FileChannel channel, int start, int limit, boolean endsAtZeros) {
    this.file = file;
    this.channel = channel;
    this.position = start;
    this.limit = limit;
    this.endsAtZeros = endsAtZeros;
  }

  /** The file walked. */
  Path file() {
    return file;
  }

  /**
   * Moves to the next batch; false at the limit. A batch that crosses the limit is corruption, and
   * so is one whose offset, which no CRC covers, does not lie behind the one before.
   */
  boolean next() throws IOException {
    position += size;
    size = 0;
    if (position >= limit) {
      return false;
    }
    at = position - bufferStart;
    if (position < bufferStart || at + BatchLayout.HEADER_SIZE > buffered) {
      fill();
    }
    if (endsAtZeros && isZeros()) {
      return false;
    }
    requireHeader();
    int length = BatchHeader.batchLength(buffer, at);
    int smallest = BatchLayout.HEADER_SIZE - BatchLayout.LOG_OVERHEAD;
    if (length < smallest || length > limit - position - BatchLayout.LOG_OVERHEAD) {
      throw new CorruptLogException(
          file,
          position,
          "a batch of " + smallest + " to " + (limit - position) + " bytes",
          "a length field of " + length);
    }
    byte magic = BatchHeader.magic(buffer, at);
    if (magic != BatchLayout.MAGIC_V2) {
      throw new CorruptLogException(file, position, "magic 2", "magic " + magic);
    }
    size = BatchLayout.LOG_OVERHEAD + length;
    requireRising();
    return true;
  }

  private void requireRising() throws CorruptLogException {
    long base = baseOffset();
    if (base < nextOffset) {
      throw new CorruptLogException(
          file, position, "offset " + nextOffset + " or higher", "offset " + base);
    }
    if (lastOffset() < base) {
      // Or what lies behind the recovery point could pass for something below it.
      throw new CorruptLogException(
          file, position, "a last offset of " + base + " or higher", "offset " + lastOffset());
    }
    nextOffset = lastOffset() + 1;
  }

  private void fill() throws IOException {
    bytes.clear();
    // Behind a batch that is larger than what is read, another such is likely.
    int wanted = position - bufferStart > READ_AHEAD ? BatchLayout.HEADER_SIZE : READ_AHEAD;
    bytes.limit(Math.min(wanted, limit - position));
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, (long) position + bytes.position());
      if (read < 0) {
        break;
      }
    }
    bufferStart = position;
    buffered = bytes.position();
    at = 0;
  }

  private boolean isZeros() {
    int end = Math.min(at + BatchLayout.HEADER_SIZE, buffered);
    for (int index = at; index < end; index++) {
      if (buffer.getByte(index) != 0) {
        return false;
      }
    }
    return true;
  }

  private void requireHeader() throws CorruptLogException {
    if (at + BatchLayout.HEADER_SIZE > buffered) {
      throw new CorruptLogException(
          file, position, "a batch header of 61 bytes", (buffered - at) + " bytes");
    }
  }

  /** Where the current batch starts in the file; after the end, where the walk stopped. */
  int position() {
    return position;
  }

  int sizeInBytes() {
    return size;
  }

  long baseOffset() {
    return BatchHeader.baseOffset(buffer, at);
  }

  long lastOffset() {
    return BatchHeader.lastOffset(buffer, at);
  }

  long maxTimestamp() {
    return BatchHeader.maxTimestamp(buffer, at);
  }

  /** The timestamp of the first record, as far as it can be told from the header. */
  long firstTimestamp() {
    boolean own =
        BatchHeader.timestampType(buffer, at) == TimestampType.CREATE_TIME
            && !BatchHeader.hasDeleteHorizon(buffer, at);
    return own ? BatchHeader.baseTimestamp(buffer, at) : maxTimestamp();
  }

  /** Whether the header has something else in the place of the first record's timestamp. */
  boolean hidesFirstTimestamp() {
    return BatchHeader.hasDeleteHorizon(buffer, at)
        && BatchHeader.timestampType(buffer, at) == TimestampType.CREATE_TIME;
  }

  /** Whether compaction has left no record in it. */
  boolean isEmpty() {
    return BatchHeader.recordCount(buffer, at) == 0;
  }

  boolean isControl() {
    return BatchHeader.isControl(buffer, at);
  }

  /** Holds the header of the current batch, and perhaps no more, at {@link #index}. */
  ByteBuf buffer() {
    return buffer;
  }

  int index() {
    return at;
  }

  int leaderEpoch() {
    return BatchHeader.partitionLeaderEpoch(buffer, at);
  }
}
