package io.barnabas.storage.clean;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchRewriter;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.batch.RecordCursor;
import io.netty.buffer.ByteBuf;
import java.util.BitSet;
import java.util.Map;

/**
 * Decides what of a batch stays, and writes it. A record stays if it is the newest of its key or
 * lies beyond what the map of keys covers; a tombstone, and a marker whose transaction is gone,
 * only until the delete horizon that the batch got when it was first cleaned (KIP-534).
 *
 * <p>A tombstone goes only if {@code cleanedOffset}, which is on the disk, says that it was cleaned
 * before: so whoever keeps something derived from the log knows from that offset what he may have
 * missed. Not thread-safe; one per cleaning.
 */
final class BatchCleaner {
  private final OffsetMap keys;
  private final long keysEnd;
  private final Transactions transactions;
  private final Map<Long, LastBatch> lastBatches;
  private final int maxRecordBytes;
  private final long nowMs;
  private final long deleteRetentionMs;
  private final long cleanedOffset;

  private final BitSet kept = new BitSet();
  private boolean keptTombstone;
  private boolean changed;

  /**
   * Begins a pass.
   *
   * @param keysEnd what the keys cover ends here
   */
  BatchCleaner(
      CleanableLog log,
      OffsetMap keys,
      long keysEnd,
      Transactions transactions,
      Map<Long, LastBatch> lastBatches,
      long nowMs) {
    this.keys = keys;
    this.keysEnd = keysEnd;
    this.transactions = transactions;
    this.lastBatches = lastBatches;
    this.maxRecordBytes = log.config().maxDecompressedBytes();
    this.deleteRetentionMs = log.config().deleteRetentionMs();
    this.cleanedOffset = log.cleanedOffset();
    this.nowMs = nowMs;
  }

  /**
   * Appends to {@code out} what stays of a batch: all, some records, only its header, or nothing.
   *
   * @param last whether the batch must stay, be it empty
   */
  void clean(ByteBuf buf, int at, boolean last, ByteBuf out) {
    int before = out.writerIndex();
    decide(buf, at, last, out);
    changed |= out.writerIndex() - before != BatchHeader.sizeInBytes(buf, at);
  }

  /** Whether any batch since the last call of this was not left as it was. */
  boolean takeChanged() {
    boolean told = changed;
    changed = false;
    return told;
  }

  private void decide(ByteBuf buf, int at, boolean last, ByteBuf out) {
    boolean control = BatchHeader.isControl(buf, at);
    boolean moot = control ? transactions.onControl(buf, at) : transactions.onData(buf, at);
    if (!control && !moot && BatchHeader.baseOffset(buf, at) >= keysEnd) {
      copy(buf, at, out);
      return;
    }
    boolean goes = moot && (!control || isBeyondHorizon(buf, at));
    if (goes) {
      kept.clear();
      keptTombstone = false;
    } else {
      select(buf, at, control);
    }
    write(buf, at, control && moot, last || isLastOfProducer(buf, at), out);
  }

  private void write(ByteBuf buf, int at, boolean mootMarker, boolean needed, ByteBuf out) {
    if (kept.isEmpty()) {
      if (needed) {
        BatchRewriter.writeEmpty(buf, at, out);
      }
      return;
    }
    boolean needsHorizon = (keptTombstone || mootMarker) && !BatchHeader.hasDeleteHorizon(buf, at);
    if (!needsHorizon && kept.cardinality() == BatchHeader.recordCount(buf, at)) {
      copy(buf, at, out);
    } else {
      changed = true;
      rewrite(buf, at, needsHorizon, out);
    }
  }

  private boolean isBeyondHorizon(ByteBuf buf, int at) {
    return BatchHeader.hasDeleteHorizon(buf, at)
        && BatchHeader.baseTimestamp(buf, at) <= nowMs
        && BatchHeader.lastOffset(buf, at) < cleanedOffset;
  }

  /**
   * A producer's sequence and epoch are found out from its last batch when the log is recovered.
   */
  private boolean isLastOfProducer(ByteBuf buf, int at) {
    if (!BatchHeader.hasProducerId(buf, at)) {
      return false;
    }
    LastBatch last = lastBatches.get(BatchHeader.producerId(buf, at));
    if (last == null) {
      return false;
    }
    return last.lastOffset() >= 0
        ? BatchHeader.lastOffset(buf, at) == last.lastOffset()
        : BatchHeader.isControl(buf, at) && BatchHeader.producerEpoch(buf, at) == last.epoch();
  }

  private void select(ByteBuf buf, int at, boolean control) {
    kept.clear();
    keptTombstone = false;
    boolean tombstonesGo = isBeyondHorizon(buf, at);
    try (RecordCursor records = RecordCursor.open(buf, at, maxRecordBytes)) {
      for (int index = 0; records.next(); index++) {
        if (control) {
          kept.set(index);
        } else if (stays(records, tombstonesGo)) {
          kept.set(index);
          keptTombstone |= !records.hasValue();
        }
      }
    }
  }

  private boolean stays(RecordCursor record, boolean tombstonesGo) {
    if (record.offset() >= keysEnd) {
      return true;
    }
    if (!record.hasKey() || tombstonesGo && !record.hasValue()) {
      return false;
    }
    return record.offset() >= keys.get(record.buffer(), record.keyIndex(), record.keySize());
  }

  private static void copy(ByteBuf buf, int at, ByteBuf out) {
    out.writeBytes(buf, at, BatchHeader.sizeInBytes(buf, at));
  }

  private void rewrite(ByteBuf buf, int at, boolean needsHorizon, ByteBuf out) {
    try (RecordCursor records = RecordCursor.open(buf, at, maxRecordBytes);
        RecordBatchBuilder builder =
            needsHorizon
                ? BatchRewriter.begin(buf, at, out, horizon())
                : BatchRewriter.begin(buf, at, out)) {
      for (int index = 0; records.next(); index++) {
        if (kept.get(index)) {
          builder.appendInPlace(records);
        }
      }
      BatchRewriter.finish(builder, buf, at);
    }
  }

  private long horizon() {
    long horizon = nowMs + deleteRetentionMs;
    return horizon < nowMs ? Long.MAX_VALUE : horizon;
  }
}
