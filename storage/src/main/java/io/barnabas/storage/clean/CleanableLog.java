package io.barnabas.storage.clean;

import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.PartitionId;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A log as its cleaner sees it. Any thread; methods that throw touch the disk. */
public interface CleanableLog {
  PartitionId id();

  LogConfig config();

  /** Whether it is compacted and in use; asked again and again while it is cleaned. */
  boolean isCleanable();

  /**
   * Keeps the log's directory where it is until {@link #end}. False when it is not cleanable, or
   * being cleaned.
   */
  boolean begin();

  /** After {@link #begin}, in every case. */
  void end();

  /** All segments but the active one, in the order of offsets. */
  List<SealedSegment> sealed();

  /** Whether these are still part of the log, and unchanged. */
  boolean stillHas(List<SealedSegment> segments);

  long logStartOffset();

  /** Nothing from here on is decided yet. */
  long lastStableOffset();

  /** Everything below has been cleaned at least once, and the disk knows; 0 if nothing has. */
  long cleanedOffset();

  /** Remembers how far the log is clean. */
  void cleanedTo(long offset) throws IOException;

  /** Makes what was appended durable, as a basis for what replaces it. */
  void flush() throws IOException;

  /** What the state of each producer rests on, by producer id. Waits for its turn. */
  Map<Long, LastBatch> lastBatches();

  /** The aborted transactions that have an offset in a range. */
  List<AbortedTransaction> abortedTransactions(long from, long endExclusive) throws IOException;

  /** Begins what is to replace some neighbouring segments. */
  Replacement replace(List<SealedSegment> group) throws IOException;
}
