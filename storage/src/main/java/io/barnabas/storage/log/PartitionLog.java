package io.barnabas.storage.log;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletionStage;

/**
 * The log of one partition. Every method may be called from any thread; which of them touch the disk
 * is said at each.
 */
public final class PartitionLog {

  PartitionLog() {}

  /** Which log this is. */
  public PartitionId id() {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Appends batches under this broker's leadership: validates them, checks the producer's sequence,
   * assigns base offset and leader epoch in place, writes.
   *
   * <p>Does not wait: the thread that finds the log idle writes (to the page cache) what is queued,
   * others only queue. Takes one reference of the buffer and releases it in every case. The stage
   * completes in the order of offsets, on the writing thread or, where the flush policy demands a
   * sync, on a sync thread.
   *
   * @param batches readable bytes: one or more whole record batches
   */
  public CompletionStage<AppendOutcome> appendAsLeader(ByteBuf batches, AppendContext context) {
    throw new UnsupportedOperationException("in the making");
  }

  /** Appends batches verbatim, with the offsets and epochs the leader gave them. As above. */
  public CompletionStage<AppendOutcome> appendAsFollower(ByteBuf batches) {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Finds whole batches from the one containing {@code offset} on. Reads batch headers at most; the
   * records themselves are read when they are sent.
   *
   * @param offset where to begin; from log start to log end
   * @param endExclusive nothing at or beyond this offset is given out: high watermark, last stable
   *     offset or log end
   * @param maxBytes the most bytes to give out
   * @param atLeastOneBatch whether a first batch over {@code maxBytes} is given out all the same
   */
  public ReadOutcome read(long offset, long endExclusive, int maxBytes, boolean atLeastOneBatch) {
    throw new UnsupportedOperationException("in the making");
  }

  /** The first offset that can be read. */
  public long logStartOffset() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Everything below is decided: the first offset of the oldest open transaction, at most HW. */
  public long lastStableOffset() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Everything below is on all in-sync replicas. */
  public long highWatermark() {
    throw new UnsupportedOperationException("in the making");
  }

  /** The offset the next record gets. */
  public long logEndOffset() {
    throw new UnsupportedOperationException("in the making");
  }

  /** The newest leader epoch the log has records of, -1 when there is none. */
  public int latestEpoch() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Bytes of all segments, indexes not counted. */
  public long sizeInBytes() {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Moves the high watermark forward; never back and never beyond the log end.
   *
   * @return whether it moved
   */
  public boolean advanceHighWatermark(long offset) {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * The first record whose timestamp is at least the given one, by offset; (-1, -1, -1) when there
   * is none below {@code endExclusive}. Reads from disk.
   */
  public TimestampAndOffset offsetForTimestamp(long timestampMs, long endExclusive) {
    throw new UnsupportedOperationException("in the making");
  }

  /** The first record with the largest timestamp; (-1, -1, -1) in an empty log. Reads from disk. */
  public TimestampAndOffset maxTimestamp() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Where an epoch ends. From memory. */
  public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
    throw new UnsupportedOperationException("in the making");
  }

  /**
   * Deletes records below an offset (DeleteRecords): moves the log start, drops whole segments.
   *
   * @param offset at most the high watermark
   * @return the log start offset now
   */
  public CompletionStage<Long> deleteRecordsBefore(long offset) {
    throw new UnsupportedOperationException("in the making");
  }

  /** Cuts the log so that {@code offset} is its end; nothing when the end is not beyond it. */
  public CompletionStage<Void> truncateTo(long offset) {
    throw new UnsupportedOperationException("in the making");
  }

  /** Makes everything written so far durable. Blocks. */
  public void flush() {
    throw new UnsupportedOperationException("in the making");
  }

  public LogConfig config() {
    throw new UnsupportedOperationException("in the making");
  }

  /** Obeys another configuration from now on. */
  public void updateConfig(LogConfig config) {
    throw new UnsupportedOperationException("in the making");
  }

  /** Sets the one listener. */
  public void setListener(PartitionLogListener listener) {
    throw new UnsupportedOperationException("in the making");
  }
}
