package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one batch at the writer index of a buffer that can grow. For the few who make batches
 * themselves: coordinators, the metadata log, recompression. Either {@link #finish} or {@link
 * #close} must be called; closing an unfinished builder takes back what it wrote. Not thread-safe.
 */
public final class RecordBatchBuilder implements AutoCloseable {
  private final ByteBuf out;
  private final BatchOptions options;
  private final int start;
  private final @Nullable OutputStream compressed;
  private final ByteBuf record;
  private boolean done;

  private int recordCount;
  private int nextOffsetDelta;
  private long baseTimestamp = BatchLayout.NO_TIMESTAMP;
  private long maxTimestamp = BatchLayout.NO_TIMESTAMP;
  private boolean hasDeleteHorizon;
  private int lastOffsetDelta = -1;

  /**
   * Begins a batch; {@code out} stays the caller's and must not be written by anybody else until
   * the end.
   */
  public RecordBatchBuilder(ByteBuf out, BatchOptions options) {
    this.out = out;
    this.options = options;
    this.start = out.writerIndex();
    out.writeZero(BatchLayout.HEADER_SIZE);
    if (options.compressor().type() == CompressionType.NONE) {
      compressed = null;
      record = out;
    } else {
      compressed = options.compressor().open(out);
      record = PooledByteBufAllocator.DEFAULT.heapBuffer();
    }
  }

  /** Appends a record without headers; see {@link #append(int, long, ByteBuf, ByteBuf, List)}. */
  public void append(long timestamp, @Nullable ByteBuf key, @Nullable ByteBuf value) {
    append(nextOffsetDelta, timestamp, key, value, List.of());
  }

  /**
   * Appends a record at the next offset; see {@link #append(int, long, ByteBuf, ByteBuf, List)}.
   */
  public void append(
      long timestamp, @Nullable ByteBuf key, @Nullable ByteBuf value, List<RecordHeader> headers) {
    append(nextOffsetDelta, timestamp, key, value, headers);
  }

  /**
   * Appends a record.
   *
   * @param offsetDelta greater than that of the record before
   * @param timestamp in ms, or {@link BatchLayout#NO_TIMESTAMP}
   * @param key its readable bytes; its indexes do not move
   * @param value its readable bytes; its indexes do not move
   */
  public void append(
      int offsetDelta,
      long timestamp,
      @Nullable ByteBuf key,
      @Nullable ByteBuf value,
      List<RecordHeader> headers) {
    if (headers.isEmpty()) {
      append(offsetDelta, timestamp, key, value, 0, null);
      return;
    }
    ByteBuf headerBytes = PooledByteBufAllocator.DEFAULT.heapBuffer();
    try {
      headers.forEach(header -> header.writeTo(headerBytes));
      append(offsetDelta, timestamp, key, value, headers.size(), headerBytes);
    } finally {
      headerBytes.release();
    }
  }

  /** Appends the current record of a cursor that keeps contents, at the next offset. */
  public void append(RecordCursor from) {
    ByteBuf headers = from.headerCount() == 0 ? null : from.headerBytes();
    append(
        nextOffsetDelta, from.timestamp(), from.key(), from.value(), from.headerCount(), headers);
  }

  /** As above, at the offset the record has in its batch. */
  public void appendInPlace(RecordCursor from) {
    ByteBuf headers = from.headerCount() == 0 ? null : from.headerBytes();
    append(
        from.offsetDelta(),
        from.timestamp(),
        from.key(),
        from.value(),
        from.headerCount(),
        headers);
  }

  private void append(
      int offsetDelta,
      long timestamp,
      @Nullable ByteBuf key,
      @Nullable ByteBuf value,
      int headerCount,
      @Nullable ByteBuf headers) {
    if (offsetDelta < nextOffsetDelta) {
      throw new IllegalArgumentException(
          "offset delta " + offsetDelta + " after " + (nextOffsetDelta - 1));
    }
    if (recordCount == 0 && !hasDeleteHorizon) {
      baseTimestamp = timestamp;
    }
    long timestampDelta = timestamp - baseTimestamp;
    int bodySize =
        1
            + Varints.sizeOfVarlong(timestampDelta)
            + Varints.sizeOfVarint(offsetDelta)
            + sizeOf(key)
            + sizeOf(value)
            + Varints.sizeOfVarint(headerCount)
            + (headers == null ? 0 : headers.readableBytes());
    Varints.writeVarint(record, bodySize);
    record.writeByte(0);
    Varints.writeVarlong(record, timestampDelta);
    Varints.writeVarint(record, offsetDelta);
    write(key);
    write(value);
    Varints.writeVarint(record, headerCount);
    if (headers != null) {
      record.writeBytes(headers, headers.readerIndex(), headers.readableBytes());
    }
    passOn();
    recordCount++;
    nextOffsetDelta = offsetDelta + 1;
    maxTimestamp = Math.max(maxTimestamp, timestamp);
  }

  private static int sizeOf(@Nullable ByteBuf content) {
    return content == null
        ? 1
        : Varints.sizeOfVarint(content.readableBytes()) + content.readableBytes();
  }

  private void write(@Nullable ByteBuf content) {
    if (content == null) {
      Varints.writeVarint(record, -1);
    } else {
      Varints.writeVarint(record, content.readableBytes());
      record.writeBytes(content, content.readerIndex(), content.readableBytes());
    }
  }

  private void passOn() {
    if (compressed == null) {
      return;
    }
    try {
      record.readBytes(compressed, record.readableBytes());
      record.clear();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a buffer in memory failed", impossible);
    }
  }

  /** Before the first record: timestamps count from the delete horizon, which the header tells. */
  void setDeleteHorizon(long horizonMs) {
    hasDeleteHorizon = true;
    baseTimestamp = horizonMs;
  }

  /** The batch ends here, although its last record does not. */
  void setLastOffsetDelta(int delta) {
    lastOffsetDelta = delta;
  }

  public int recordCount() {
    return recordCount;
  }

  /**
   * Bytes written so far, header included; for a compressed batch without what its codec still
   * holds back.
   */
  public int sizeInBytes() {
    return out.writerIndex() - start;
  }

  /** Largest timestamp so far in ms, or {@link BatchLayout#NO_TIMESTAMP}. */
  public long maxTimestamp() {
    return maxTimestamp;
  }

  /**
   * Completes the batch, which then lies whole before the buffer's writer index, and answers its
   * size in bytes.
   */
  public int finish() {
    return finish(maxTimestamp);
  }

  /** As {@link #finish()} with another max timestamp: the append time, where the broker sets it. */
  public int finish(long maxTimestamp) {
    if (done || recordCount == 0) {
      throw new IllegalStateException(done ? "finished already" : "a batch needs a record");
    }
    free();
    int size = sizeInBytes();
    out.setLong(start + BatchLayout.BASE_OFFSET_AT, options.baseOffset());
    out.setInt(start + BatchLayout.BATCH_LENGTH_AT, size - BatchLayout.LOG_OVERHEAD);
    out.setInt(start + BatchLayout.PARTITION_LEADER_EPOCH_AT, options.partitionLeaderEpoch());
    out.setByte(start + BatchLayout.MAGIC_AT, BatchLayout.MAGIC_V2);
    out.setShort(start + BatchLayout.ATTRIBUTES_AT, attributes());
    out.setInt(
        start + BatchLayout.LAST_OFFSET_DELTA_AT, Math.max(lastOffsetDelta, nextOffsetDelta - 1));
    out.setLong(start + BatchLayout.BASE_TIMESTAMP_AT, baseTimestamp);
    out.setLong(start + BatchLayout.MAX_TIMESTAMP_AT, maxTimestamp);
    out.setLong(start + BatchLayout.PRODUCER_ID_AT, options.producerId());
    out.setShort(start + BatchLayout.PRODUCER_EPOCH_AT, options.producerEpoch());
    out.setInt(start + BatchLayout.BASE_SEQUENCE_AT, options.baseSequence());
    out.setInt(start + BatchLayout.RECORD_COUNT_AT, recordCount);
    BatchEditor.updateCrc(out, start);
    return size;
  }

  private int attributes() {
    return options.attributes() | (hasDeleteHorizon ? BatchAttributes.DELETE_HORIZON : 0);
  }

  private void free() {
    done = true;
    if (compressed == null) {
      return;
    }
    record.release();
    try {
      compressed.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException("a buffer in memory failed", impossible);
    }
  }

  /** Does nothing after {@link #finish}; otherwise gives the batch up. */
  @Override
  public void close() {
    if (!done) {
      free();
      out.writerIndex(start);
    }
  }
}
