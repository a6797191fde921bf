package io.barnabas.coordinator;

import io.barnabas.codec.Uuid;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Port: the internal partition a shard writes to and recovers from, as its leader in one epoch sees
 * it. Called by one thread at a time, except that a loading thread may still replay while another
 * partition is used.
 */
public interface CoordinatorLog {

  /** The id of the topic, which tells this log from an earlier one of the same name. */
  Uuid topicId();

  /**
   * The bounds as they are now. Asked before a replay.
   *
   * @throws CoordinatorLogException if the log cannot be read
   */
  Bounds bounds();

  /**
   * The leader epoch of the batch that holds {@code offset}, or -1 if the log has no such offset
   * any more (compaction may have taken it, in which case the epoch of the epoch range around it is
   * right as well).
   */
  int leaderEpochAt(long offset);

  /**
   * Appends the records, which have the same stamp, as one batch.
   *
   * @return completes with the offset of the last record when all of them are committed (below the
   *     high watermark). It completes exceptionally only if the batch is known not to be in the log
   *     or if this broker has lost the leadership: with {@link RecordTooLargeException} if the
   *     batch exceeds {@link #batchBytesMax}, otherwise with any exception
   */
  CompletionStage<Long> append(List<LogRecord> records, int leaderEpoch);

  /**
   * The largest batch, headers included, that {@link #append} takes ({@code max.message.bytes} of
   * the topic).
   */
  int batchBytesMax();

  /**
   * Visits the records from {@code fromOffset} (or the log's start, if that is later) to the end of
   * the log at the time of the call, in offset order; of control records, transaction markers only.
   * Blocks the caller. Everything visited must be committed, so where the end lies beyond the high
   * watermark the call waits for it.
   *
   * @throws CoordinatorLogException if the log cannot be read to its end
   */
  void replay(long fromOffset, RecordVisitor visitor);

  /**
   * Offsets of interest.
   *
   * @param startOffset the first offset
   * @param endOffset the next offset to be written
   * @param compactedBelow compaction may have dropped records and tombstones below this offset, and
   *     none at or above it (the cleaner's checkpoint); {@code startOffset} if the log was never
   *     compacted
   */
  record Bounds(long startOffset, long endOffset, long compactedBelow) {}

  /** Receives replayed records. The arrays belong to the visitor. */
  @FunctionalInterface
  interface RecordVisitor {
    void visit(long offset, int leaderEpoch, LogRecord record);
  }
}
