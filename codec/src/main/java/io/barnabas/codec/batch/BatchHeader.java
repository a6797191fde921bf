package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;

/**
 * Reads the header fields of the batch that begins at an index of a buffer, without moving its
 * reader index. {@code at} is always the index of the first byte of the batch. Callers have made
 * sure that {@link BatchLayout#HEADER_SIZE} bytes are there (for {@link #sizeInBytes} 12, for
 * {@link #magic} 17), see {@link BatchScanner}. Someone with a {@link java.nio.ByteBuffer} wraps it
 * once ({@code Unpooled.wrappedBuffer}), which copies nothing.
 */
public final class BatchHeader {
  private BatchHeader() {}

  /** Log offset of the first record. */
  public static long baseOffset(ByteBuf buf, int at) {
    return buf.getLong(at + BatchLayout.BASE_OFFSET_AT);
  }

  /** Bytes after the length field, as written; not checked. */
  public static int batchLength(ByteBuf buf, int at) {
    return buf.getInt(at + BatchLayout.BATCH_LENGTH_AT);
  }

  /**
   * Bytes of the whole batch, header included. Overflows into a negative number when the length
   * field lies.
   */
  public static int sizeInBytes(ByteBuf buf, int at) {
    return BatchLayout.LOG_OVERHEAD + batchLength(buf, at);
  }

  public static int partitionLeaderEpoch(ByteBuf buf, int at) {
    return buf.getInt(at + BatchLayout.PARTITION_LEADER_EPOCH_AT);
  }

  public static byte magic(ByteBuf buf, int at) {
    return buf.getByte(at + BatchLayout.MAGIC_AT);
  }

  /** The stored CRC-32C; {@link BatchCrc} computes the true one. */
  public static int crc(ByteBuf buf, int at) {
    return buf.getInt(at + BatchLayout.CRC_AT);
  }

  /** All attribute bits; see {@link BatchAttributes}. */
  public static short attributes(ByteBuf buf, int at) {
    return buf.getShort(at + BatchLayout.ATTRIBUTES_AT);
  }

  /** The codec's id, 0 to 7, possibly one that nobody knows. */
  public static int compressionId(ByteBuf buf, int at) {
    return BatchAttributes.compressionId(attributes(buf, at));
  }

  public static TimestampType timestampType(ByteBuf buf, int at) {
    return BatchAttributes.isLogAppendTime(attributes(buf, at))
        ? TimestampType.LOG_APPEND_TIME
        : TimestampType.CREATE_TIME;
  }

  public static boolean isCompressed(ByteBuf buf, int at) {
    return compressionId(buf, at) != 0;
  }

  public static boolean isTransactional(ByteBuf buf, int at) {
    return BatchAttributes.isTransactional(attributes(buf, at));
  }

  public static boolean isControl(ByteBuf buf, int at) {
    return BatchAttributes.isControl(attributes(buf, at));
  }

  public static boolean hasDeleteHorizon(ByteBuf buf, int at) {
    return BatchAttributes.hasDeleteHorizon(attributes(buf, at));
  }

  public static int lastOffsetDelta(ByteBuf buf, int at) {
    return buf.getInt(at + BatchLayout.LAST_OFFSET_DELTA_AT);
  }

  /**
   * Log offset of the last record the batch was written with (compaction may have removed that
   * record).
   */
  public static long lastOffset(ByteBuf buf, int at) {
    return baseOffset(buf, at) + lastOffsetDelta(buf, at);
  }

  /** Log offset that follows the batch. */
  public static long nextOffset(ByteBuf buf, int at) {
    return lastOffset(buf, at) + 1;
  }

  /**
   * The time in ms that the records' timestamps are relative to. Equals the delete horizon where
   * the batch has one.
   */
  public static long baseTimestamp(ByteBuf buf, int at) {
    return buf.getLong(at + BatchLayout.BASE_TIMESTAMP_AT);
  }

  /** Largest timestamp in the batch in ms, or {@link BatchLayout#NO_TIMESTAMP}. */
  public static long maxTimestamp(ByteBuf buf, int at) {
    return buf.getLong(at + BatchLayout.MAX_TIMESTAMP_AT);
  }

  public static long producerId(ByteBuf buf, int at) {
    return buf.getLong(at + BatchLayout.PRODUCER_ID_AT);
  }

  public static boolean hasProducerId(ByteBuf buf, int at) {
    return producerId(buf, at) > BatchLayout.NO_PRODUCER_ID;
  }

  public static short producerEpoch(ByteBuf buf, int at) {
    return buf.getShort(at + BatchLayout.PRODUCER_EPOCH_AT);
  }

  public static int baseSequence(ByteBuf buf, int at) {
    return buf.getInt(at + BatchLayout.BASE_SEQUENCE_AT);
  }

  /**
   * Sequence number of the last record, wrapped at {@link Integer#MAX_VALUE}; -1 if the batch has
   * none.
   */
  public static int lastSequence(ByteBuf buf, int at) {
    int base = baseSequence(buf, at);
    return base == BatchLayout.NO_SEQUENCE
        ? BatchLayout.NO_SEQUENCE
        : Sequences.plus(base, lastOffsetDelta(buf, at));
  }

  /** Number of records as the header says it. */
  public static int recordCount(ByteBuf buf, int at) {
    return buf.getInt(at + BatchLayout.RECORD_COUNT_AT);
  }
}
