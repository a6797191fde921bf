package io.barnabas.transaction.shard;

import io.barnabas.transaction.MarkerWriter;
import io.barnabas.transaction.message.Marker;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.rule.MarkersDue;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has the markers of one transaction written, all at once, and gathers what became of them. */
final class MarkerDispatch {
  private MarkerDispatch() {}

  /** The partitions that have theirs; completes when all have been tried. */
  static CompletionStage<List<TopicPartition>> write(
      MarkersDue due, int coordinatorEpoch, MarkerWriter writer) {
    Marker marker =
        new Marker(
            due.producerId(),
            due.producerEpoch(),
            coordinatorEpoch,
            due.committed(),
            due.transactionVersion());
    List<TopicPartition> partitions = List.copyOf(due.partitions());
    List<CompletableFuture<MarkerWriter.Outcome>> outcomes = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      outcomes.add(writer.write(partition, marker).toCompletableFuture());
    }
    return CompletableFuture.allOf(outcomes.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            all -> {
              List<TopicPartition> done = new ArrayList<>();
              for (int at = 0; at < partitions.size(); at++) {
                if (outcomes.get(at).join() == MarkerWriter.Outcome.DONE) {
                  done.add(partitions.get(at));
                }
              }
              return done;
            });
  }
}
