package io.barnabas.storage.log;

import java.io.IOException;

/** When records were written, going by their timestamps. */
public final class WriteTimes {
  private WriteTimes() {}

  /**
   * The timestamp of the record at an offset, or of the first one behind it; not wrong by more than
   * a second, or a tenth of the record's age. Opens the log, reads an index and a batch header, and
   * the batch where its records were written at times far apart: may wait for the disk.
   *
   * @param nowMs the time by the clock, which the record's age is measured by
   * @return -1 where there is no such record, or none with a timestamp
   * @throws IOException when the log cannot be read
   */
  public static long of(PartitionLog log, long offset, long nowMs) throws IOException {
    return LogReads.search(log::loaded, timestamps -> timestamps.at(offset, nowMs)).timestampMs();
  }
}
