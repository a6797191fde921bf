package io.barnabas.storage.log;

import io.barnabas.storage.file.FileRecords;

/** What a read found. */
public sealed interface ReadOutcome {

  /**
   * Whole batches, the first one containing the offset asked for; empty at the end of what may be
   * read. The receiver owns one reference of the records and releases it.
   *
   * @param records a range of one segment's file
   * @param segmentBaseOffset base offset of the segment they lie in
   * @param position where they start in that file, in bytes
   * @param segmentsVersion tells whether the log still has the segments that it had then
   */
  record LogSlice(FileRecords records, long segmentBaseOffset, long position, long segmentsVersion)
      implements ReadOutcome {}

  /** The offset lies before the log's start or beyond its end. */
  record OffsetOutOfRange(long logStartOffset, long logEndOffset) implements ReadOutcome {}

  /** The log cannot be read: its disk failed, or it is closed. */
  record Unavailable(String detail) implements ReadOutcome {}
}
