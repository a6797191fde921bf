package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;

/**
 * Steps over the batches in a region of a buffer, checking only what stepping needs: that the
 * length field is possible, that the batch is whole, that its magic is 2. CRC and content are for
 * others. Not thread-safe; make one per walk.
 *
 * <pre>{@code
 * BatchScanner batches = new BatchScanner(buf, from, length);
 * while (batches.next()) { use(buf, batches.index(), batches.sizeInBytes()); }
 * if (batches.end() != BatchScanner.End.CLEAN) { ... }
 * }</pre>
 */
public final class BatchScanner {
  /** Why the walk stopped. */
  public enum End {
    /** The last batch ended where the region ends. */
    CLEAN,
    /**
     * The region ends within a batch, or within a header: a torn tail, or a reader that got fewer
     * bytes than the batch has.
     */
    TRUNCATED,
    /** The length field is less than a header's. */
    BAD_LENGTH,
    /** A magic other than 2. */
    BAD_MAGIC
  }

  private final ByteBuf buf;
  private final int limit;
  private int index;
  private int sizeInBytes;
  private End end = End.CLEAN;

  /** Walks {@code length} bytes from {@code from}; the buffer's own indexes play no part. */
  public BatchScanner(ByteBuf buf, int from, int length) {
    this.buf = buf;
    this.index = from;
    this.limit = from + length;
  }

  /** Walks the readable bytes. */
  public static BatchScanner ofReadable(ByteBuf buf) {
    return new BatchScanner(buf, buf.readerIndex(), buf.readableBytes());
  }

  /** Moves to the next whole batch; false at the end, see {@link #end}. */
  public boolean next() {
    index += sizeInBytes;
    sizeInBytes = 0;
    int remaining = limit - index;
    if (remaining == 0) {
      return false;
    }
    end = examine(remaining);
    if (end != End.CLEAN) {
      return false;
    }
    sizeInBytes = BatchHeader.sizeInBytes(buf, index);
    return true;
  }

  private End examine(int remaining) {
    if (remaining < BatchLayout.LOG_OVERHEAD) {
      return End.TRUNCATED;
    }
    int batchLength = BatchHeader.batchLength(buf, index);
    if (batchLength < BatchLayout.HEADER_SIZE - BatchLayout.LOG_OVERHEAD) {
      return End.BAD_LENGTH;
    }
    if (remaining < BatchLayout.HEADER_SIZE_UP_TO_MAGIC) {
      return End.TRUNCATED;
    }
    if (BatchHeader.magic(buf, index) != BatchLayout.MAGIC_V2) {
      return End.BAD_MAGIC;
    }
    return remaining - BatchLayout.LOG_OVERHEAD < batchLength ? End.TRUNCATED : End.CLEAN;
  }

  /** Index of the current batch's first byte; after the end, where the walk stopped. */
  public int index() {
    return index;
  }

  /** Size of the current batch in bytes, header included; 0 before the first and after the last. */
  public int sizeInBytes() {
    return sizeInBytes;
  }

  /** Why {@link #next} answered false. */
  public End end() {
    return end;
  }
}
