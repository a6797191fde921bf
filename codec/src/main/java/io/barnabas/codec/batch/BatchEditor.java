package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;

/**
 * Changes header fields of a batch in place. The caller is the only one who sees the buffer. {@code
 * at} is the index of the first byte of the batch, all of which is in the buffer.
 */
public final class BatchEditor {
  private BatchEditor() {}

  /** Gives the batch its place in the log. Lies outside the CRC. */
  public static void setBaseOffset(ByteBuf buf, int at, long baseOffset) {
    buf.setLong(at + BatchLayout.BASE_OFFSET_AT, baseOffset);
  }

  /** Stamps the epoch of the leader that appends. Lies outside the CRC. */
  public static void setPartitionLeaderEpoch(ByteBuf buf, int at, int epoch) {
    buf.setInt(at + BatchLayout.PARTITION_LEADER_EPOCH_AT, epoch);
  }

  /**
   * Sets timestamp type and max timestamp in ms; computes the CRC anew only if one of them changes.
   */
  public static void setMaxTimestamp(ByteBuf buf, int at, TimestampType type, long maxTimestamp) {
    short attributes = BatchHeader.attributes(buf, at);
    short wanted =
        (short)
            (type == TimestampType.LOG_APPEND_TIME
                ? attributes | BatchAttributes.LOG_APPEND_TIME
                : attributes & ~BatchAttributes.LOG_APPEND_TIME);
    if (wanted == attributes && BatchHeader.maxTimestamp(buf, at) == maxTimestamp) {
      return;
    }
    buf.setShort(at + BatchLayout.ATTRIBUTES_AT, wanted);
    buf.setLong(at + BatchLayout.MAX_TIMESTAMP_AT, maxTimestamp);
    updateCrc(buf, at);
  }

  /** Writes the CRC that the batch ought to have. */
  public static void updateCrc(ByteBuf buf, int at) {
    buf.setInt(at + BatchLayout.CRC_AT, BatchCrc.compute(buf, at));
  }
}
