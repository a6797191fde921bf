package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;

/**
 * Writes batches anew with fewer records, as compaction does. What others rely on stays: offsets
 * from the first to the last, epoch, producer, sequences, codec, kind of timestamp. Works on a
 * batch that lies whole in its buffer; stateless.
 */
public final class BatchRewriter {
  private BatchRewriter() {}

  /**
   * Begins a batch for some records of another, each of them to be added by {@link
   * RecordBatchBuilder#appendInPlace}; at least one. A delete horizon is taken over.
   */
  public static RecordBatchBuilder begin(ByteBuf from, int at, ByteBuf out) {
    RecordBatchBuilder builder = new RecordBatchBuilder(out, options(from, at));
    builder.setLastOffsetDelta(BatchHeader.lastOffsetDelta(from, at));
    if (BatchHeader.hasDeleteHorizon(from, at)) {
      builder.setDeleteHorizon(BatchHeader.baseTimestamp(from, at));
    }
    return builder;
  }

  /** As above, with a delete horizon (KIP-534) of its own. */
  public static RecordBatchBuilder begin(ByteBuf from, int at, ByteBuf out, long deleteHorizonMs) {
    RecordBatchBuilder builder = begin(from, at, out);
    builder.setDeleteHorizon(deleteHorizonMs);
    return builder;
  }

  /** Completes a batch begun here. Under append time all records keep the batch's timestamp. */
  public static void finish(RecordBatchBuilder builder, ByteBuf from, int at) {
    if (BatchHeader.timestampType(from, at) == TimestampType.LOG_APPEND_TIME) {
      builder.finish(BatchHeader.maxTimestamp(from, at));
    } else {
      builder.finish();
    }
  }

  /** Writes the batch without any record: it only says which offsets and sequences there were. */
  public static void writeEmpty(ByteBuf from, int at, ByteBuf out) {
    int start = out.writerIndex();
    out.writeBytes(from, at, BatchLayout.HEADER_SIZE);
    out.setInt(
        start + BatchLayout.BATCH_LENGTH_AT, BatchLayout.HEADER_SIZE - BatchLayout.LOG_OVERHEAD);
    int attributes =
        BatchHeader.attributes(from, at)
            & ~(BatchAttributes.COMPRESSION_MASK | BatchAttributes.DELETE_HORIZON);
    out.setShort(start + BatchLayout.ATTRIBUTES_AT, attributes);
    out.setLong(start + BatchLayout.BASE_TIMESTAMP_AT, BatchLayout.NO_TIMESTAMP);
    out.setInt(start + BatchLayout.RECORD_COUNT_AT, 0);
    BatchEditor.updateCrc(out, start);
  }

  private static BatchOptions options(ByteBuf from, int at) {
    BatchOptions options =
        BatchOptions.DEFAULT
            .withCompressor(Compressor.of(CompressionType.of(BatchHeader.compressionId(from, at))))
            .withTimestampType(BatchHeader.timestampType(from, at))
            .withPosition(
                BatchHeader.baseOffset(from, at), BatchHeader.partitionLeaderEpoch(from, at))
            .withProducer(
                BatchHeader.producerId(from, at),
                BatchHeader.producerEpoch(from, at),
                BatchHeader.baseSequence(from, at));
    if (BatchHeader.isTransactional(from, at)) {
      options = options.asTransactional();
    }
    return BatchHeader.isControl(from, at) ? options.asControl() : options;
  }
}
