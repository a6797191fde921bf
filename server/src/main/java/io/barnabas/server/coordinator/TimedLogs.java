package io.barnabas.server.coordinator;

import io.barnabas.codec.Uuid;
import io.barnabas.coordinator.CoordinatorLog;
import io.barnabas.coordinator.CoordinatorLogs;
import io.barnabas.coordinator.LogRecord;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Has somebody told how long coordinators' batches take, from being handed over until they are
 * committed.
 *
 * @param nanoTime the monotonic clock
 * @param watch told of each in nanoseconds, by the thread that completes it; must not take long
 */
public record TimedLogs(CoordinatorLogs logs, LongSupplier nanoTime, LongConsumer watch)
    implements CoordinatorLogs {

  @Override
  public CoordinatorLog open(int partition, int leaderEpoch) {
    return new Timed(logs.open(partition, leaderEpoch), nanoTime, watch);
  }

  private record Timed(CoordinatorLog log, LongSupplier nanoTime, LongConsumer watch)
      implements CoordinatorLog {
    @Override
    public Uuid topicId() {
      return log.topicId();
    }

    @Override
    public Bounds bounds() {
      return log.bounds();
    }

    @Override
    public int leaderEpochAt(long offset) {
      return log.leaderEpochAt(offset);
    }

    @Override
    public CompletionStage<Long> append(List<LogRecord> records, int leaderEpoch) {
      long began = nanoTime.getAsLong();
      return log.append(records, leaderEpoch)
          .whenComplete((offset, failure) -> watch.accept(nanoTime.getAsLong() - began));
    }

    @Override
    public int batchBytesMax() {
      return log.batchBytesMax();
    }

    @Override
    public void replay(long fromOffset, RecordVisitor visitor) {
      log.replay(fromOffset, visitor);
    }
  }
}
