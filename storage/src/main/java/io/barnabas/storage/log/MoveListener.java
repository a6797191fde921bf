package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hears of logs that go to another log directory. Called by background threads; does not block. */
public interface MoveListener {
  /**
   * A log is about to be moved. Whoever keeps files of his own beside it closes them, and finds
   * none there afterwards; the move goes on when the stage completes.
   */
  default CompletionStage<Void> onLeaving(PartitionId id) {
    return CompletableFuture.completedFuture(null);
  }

  /** What was announced is over: the log can be used by all, here or there. */
  default void onSettled(PartitionId id) {}

  /**
   * A log was moved.
   *
   * @param directoryId of the log directory it lies in now
   */
  void onMoved(PartitionId id, Uuid directoryId);
}
