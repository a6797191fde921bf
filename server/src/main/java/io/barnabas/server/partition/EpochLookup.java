package io.barnabas.server.partition;

import io.barnabas.storage.log.EpochEndOffset;
import io.barnabas.storage.log.PartitionLog;

/** Finds the leader epoch of an offset from where epochs end. */
public final class EpochLookup {
  /** Nobody knows. */
  public static final int UNKNOWN = -1;

  private EpochLookup() {}

  /** The epoch in which the record at an offset was written, or -1 when there is none there. */
  public static int epochOf(PartitionLog log, long offset) {
    if (offset < log.logStartOffset() || offset >= log.logEndOffset()) {
      return UNKNOWN;
    }
    int low = 0;
    int high = log.latestEpoch();
    while (low < high) {
      int middle = low + (high - low) / 2;
      if (endOf(log, middle) > offset) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    EpochEndOffset found = log.endOffsetForEpoch(high);
    return found.endOffset() > offset ? found.leaderEpoch() : UNKNOWN;
  }

  private static long endOf(PartitionLog log, int epoch) {
    return log.endOffsetForEpoch(epoch).endOffset();
  }
}
