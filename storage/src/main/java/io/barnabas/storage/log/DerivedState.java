package io.barnabas.storage.log;

import io.barnabas.storage.log.LogTask.Append;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is derived from the batches of a log: where leader epochs begin, what producers sent. */
final class DerivedState {
  private final TreeMap<Integer, Long> epochs = new TreeMap<>();

  static DerivedState load(java.nio.file.Path directory, LogContext context) {
    return new DerivedState();
  }

  static DerivedState none() {
    return new DerivedState();
  }

  void recover(LogState log, boolean clean) throws IOException {}

  synchronized int latestEpoch() {
    return epochs.isEmpty() ? -1 : epochs.lastKey();
  }

  synchronized void noteEpoch(int epoch, long startOffset) {
    if (epoch > latestEpoch()) {
      epochs.put(epoch, startOffset);
    }
  }

  synchronized EpochEndOffset endOffsetFor(int epoch, long logEnd) {
    Map.Entry<Integer, Long> floor = epochs.floorEntry(epoch);
    if (floor == null) {
      return new EpochEndOffset(-1, -1);
    }
    Map.Entry<Integer, Long> next = epochs.higherEntry(floor.getKey());
    return new EpochEndOffset(floor.getKey(), next == null ? logEnd : next.getValue());
  }

  @Nullable AppendOutcome admitProducers(Append append, long logStartOffset) {
    return null;
  }

  long firstUnstableOffset() {
    return Long.MAX_VALUE;
  }

  void restoreProducers(LogState log) throws IOException {}

  void snapshot(long offset) throws IOException {}

  void persist() throws IOException {}

  void truncateTo(LogState log) throws IOException {}

  void onLogStart(long offset) throws IOException {}
}
