package io.barnabas.storage.log;

import java.io.IOException;

/** When records were written, going by their timestamps; without looking into batches. */
public final class WriteTimes {
  private WriteTimes() {}

  /**
   * The timestamp of the record at an offset, or of the first one behind it: of one inside a batch,
   * as if those of a batch were evenly spread between its first and its largest. Opens the log,
   * reads an index and a batch header: may wait for the disk.
   *
   * @return -1 where there is no such record, or none with a timestamp
   * @throws IOException when the log cannot be read
   */
  public static long of(PartitionLog log, long offset) throws IOException {
    return LogReads.search(log::loaded, timestamps -> timestamps.at(offset)).timestampMs();
  }
}
