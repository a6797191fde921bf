package io.barnabas.storage.validate;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.validate.ValidationOutcome.Invalid;
import io.barnabas.storage.validate.ValidationOutcome.Valid;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes a valid batch anew with the compression that the topic asks for, one record at a time.
 * Stops when the result becomes too large, so that what it allocates is bounded by {@code
 * max.message.bytes} and not by what the batch expands to.
 */
final class Recompression {
  private Recompression() {}

  static ValidationOutcome of(
      ByteBuf buf,
      int at,
      Compressor compressor,
      ValidationRules rules,
      AppendOrigin origin,
      long maxTimestamp,
      long logAppendTimeMs) {
    ByteBuf out = buf.alloc().buffer(BatchHeader.sizeInBytes(buf, at));
    Invalid tooLarge = null;
    try {
      tooLarge =
          write(buf, at, out, options(buf, at, compressor, rules), rules, origin, maxTimestamp);
      return tooLarge != null
          ? tooLarge
          : new Valid(
              out.retain(),
              out.readerIndex(),
              out.readableBytes(),
              true,
              BatchHeader.recordCount(out, out.readerIndex()),
              maxTimestamp,
              logAppendTimeMs);
    } finally {
      out.release();
    }
  }

  private static @Nullable Invalid write(
      ByteBuf buf,
      int at,
      ByteBuf out,
      BatchOptions options,
      ValidationRules rules,
      AppendOrigin origin,
      long maxTimestamp) {
    try (RecordCursor records = RecordCursor.open(buf, at, rules.maxRecordSize());
        RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      while (records.next()) {
        builder.append(records);
        Invalid tooLarge = BatchFrame.checkSize(builder.sizeInBytes(), rules, origin);
        if (tooLarge != null) {
          return tooLarge;
        }
      }
      return BatchFrame.checkSize(builder.finish(maxTimestamp), rules, origin);
    }
  }

  private static BatchOptions options(
      ByteBuf buf, int at, Compressor compressor, ValidationRules rules) {
    BatchOptions options =
        BatchOptions.DEFAULT
            .withCompressor(compressor)
            .withTimestampType(rules.timestampType())
            .withPosition(BatchHeader.baseOffset(buf, at), BatchLayout.NO_PARTITION_LEADER_EPOCH)
            .withProducer(
                BatchHeader.producerId(buf, at),
                BatchHeader.producerEpoch(buf, at),
                BatchHeader.baseSequence(buf, at));
    if (BatchHeader.isTransactional(buf, at)) {
      options = options.asTransactional();
    }
    return BatchHeader.isControl(buf, at) ? options.asControl() : options;
  }
}
