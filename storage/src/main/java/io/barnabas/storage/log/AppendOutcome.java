package io.barnabas.storage.log;

import java.util.List;

/** What became of an append. */
public sealed interface AppendOutcome {

  /**
   * Written, in the order of offsets, and synced where the flush policy demands it.
   *
   * @param baseOffset offset of the first record
   * @param lastOffset offset of the last record
   * @param logAppendTimeMs the timestamp given to all records, -1 where records keep their own
   * @param logStartOffset the log's first offset at the time of the append
   * @param rewritten whether the records were compressed anew, as the topic demands
   */
  record Appended(
      long baseOffset,
      long lastOffset,
      long logAppendTimeMs,
      long logStartOffset,
      boolean rewritten)
      implements AppendOutcome {
    public Appended(long baseOffset, long lastOffset, long logAppendTimeMs, long logStartOffset) {
      this(baseOffset, lastOffset, logAppendTimeMs, logStartOffset, false);
    }
  }

  /**
   * The producer had sent this batch before; nothing was written (KIP-98).
   *
   * @param baseOffset offset of the first record when it was first appended
   * @param lastOffset offset of the last record when it was first appended
   * @param logStartOffset the log's first offset now
   * @param timestampMs the largest timestamp of the batch when it was first appended
   */
  record Duplicate(long baseOffset, long lastOffset, long logStartOffset, long timestampMs)
      implements AppendOutcome {}

  /**
   * The batch would begin a transaction in this partition of which the transaction coordinator may
   * know nothing; nothing was written (KIP-890). The caller has the coordinator confirm that the
   * partition belongs to an open transaction, and appends again under the guard. If a marker is
   * written meanwhile, the guard is worth nothing any more.
   */
  record Unverified(long guard) implements AppendOutcome {}

  /** Refused; the log is as it was. */
  record Refused(AppendFault fault, String detail, List<RecordFault> recordFaults)
      implements AppendOutcome {
    public Refused {
      recordFaults = List.copyOf(recordFaults);
    }

    public Refused(AppendFault fault, String detail) {
      this(fault, detail, List.of());
    }
  }
}
