package io.barnabas.server;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.log.MoveListener;
import io.barnabas.storage.log.PartitionId;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Tells those of moves of logs whom they concern: coordinators, whose views lie beside logs, and
 * the controller, who is to know where replicas lie. Any thread.
 */
final class MovedLogs implements MoveListener {
  private final Coordinators coordinators;
  private final DirectoryAssignments assignments;
  private final Executor metadata;

  /** With the metadata publisher's thread. */
  MovedLogs(Coordinators coordinators, DirectoryAssignments assignments, Executor metadata) {
    this.coordinators = coordinators;
    this.assignments = assignments;
    this.metadata = metadata;
  }

  @Override
  public CompletionStage<Void> onLeaving(PartitionId id) {
    return CompletableFuture.supplyAsync(() -> coordinators.suspend(id), metadata)
        .thenCompose(Function.identity());
  }

  @Override
  public void onSettled(PartitionId id) {
    try {
      metadata.execute(() -> coordinators.resume(id));
    } catch (RejectedExecutionException stopping) {
      return; // Nobody coordinates any more.
    }
  }

  @Override
  public void onMoved(PartitionId id, Uuid directoryId) {
    assignments.onMoved(id, directoryId);
  }
}
