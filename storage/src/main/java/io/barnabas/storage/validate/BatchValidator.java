package io.barnabas.storage.validate;

import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.TimestampType;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.validate.ValidationOutcome.Invalid;
import io.barnabas.storage.validate.ValidationOutcome.Valid;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a batch may be appended by a leader, and corrects in place what a leader
 * corrects: a max timestamp that is not the largest, the timestamp type, append time. Every record
 * is walked, as Apache Kafka does, because one broken record would stop every consumer behind it.
 * Where Apache Kafka lets nonsense in, this does not: offset deltas that do not count up from 0 in
 * an uncompressed batch, a producer id without an epoch, a transaction without a producer id.
 *
 * <p>Stateless; may be used by any thread, each with its own buffer.
 */
public final class BatchValidator {
  private BatchValidator() {}

  /**
   * Validates what a produce request or a coordinator brings for one partition.
   *
   * @param records the readable bytes; indexes do not move, and the reference count stays the
   *     caller's affair
   * @param nowMs the wall clock
   */
  public static ValidationOutcome validate(
      ByteBuf records, ValidationRules rules, AppendOrigin origin, long nowMs) {
    Invalid frame = BatchFrame.checkOnlyBatch(records);
    if (frame != null) {
      return frame;
    }
    int at = records.readerIndex();
    Invalid header = BatchFrame.checkHeader(records, at, rules, origin);
    if (header != null) {
      return header;
    }
    RecordWalk walk = RecordWalk.over(records, at, rules, origin, nowMs);
    Invalid breach = walk.breach();
    if (breach != null) {
      return breach;
    }
    boolean appendTime = rules.timestampType() == TimestampType.LOG_APPEND_TIME;
    long maxTimestamp = appendTime ? nowMs : walk.maxTimestamp();
    long logAppendTimeMs = appendTime ? nowMs : BatchLayout.NO_TIMESTAMP;
    Compressor other = otherCompressor(records, at, rules);
    if (other != null) {
      return Recompression.of(records, at, other, rules, origin, maxTimestamp, logAppendTimeMs);
    }
    BatchEditor.setMaxTimestamp(records, at, rules.timestampType(), maxTimestamp);
    return new Valid(
        records,
        at,
        BatchHeader.sizeInBytes(records, at),
        false,
        BatchHeader.recordCount(records, at),
        maxTimestamp,
        logAppendTimeMs);
  }

  /**
   * What the batch must be compressed with anew; null if it stays as it is. A level alone is no
   * reason.
   */
  private static @Nullable Compressor otherCompressor(ByteBuf buf, int at, ValidationRules rules) {
    Compressor wanted = rules.compressor();
    int id = BatchHeader.compressionId(buf, at);
    if (wanted == null || wanted.type().id() == id) {
      return null;
    }
    boolean plainControl = id == CompressionType.NONE.id() && BatchHeader.isControl(buf, at);
    return plainControl ? null : wanted;
  }
}
