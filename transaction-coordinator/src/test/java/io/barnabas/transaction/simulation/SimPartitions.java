package io.barnabas.transaction.simulation;

import io.barnabas.coordinator.simulation.SimWorld;
import io.barnabas.transaction.MarkerWriter;
import io.barnabas.transaction.message.Marker;
import io.barnabas.transaction.message.TopicPartition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Partitions that take markers after a while, or fail to, or fail after they have. */
final class SimPartitions implements MarkerWriter {
  record Written(TopicPartition partition, long producerId, short epoch, boolean committed) {}

  private final SimWorld world;
  private final Set<Written> written = new HashSet<>();
  private final Map<String, Boolean> outcomes = new HashMap<>();
  private final Map<Long, Integer> coordinatorEpochs = new HashMap<>();
  double failureRate;

  SimPartitions(SimWorld world) {
    this.world = world;
  }

  boolean has(TopicPartition partition, long producerId, short epoch, boolean committed) {
    return written.contains(new Written(partition, producerId, epoch, committed));
  }

  @Override
  public CompletionStage<Outcome> write(TopicPartition partition, Marker marker) {
    CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    double dice = world.random().nextDouble();
    world.afterMs(
        world.random().nextInt(50),
        () -> {
          if (dice >= failureRate / 2) {
            take(partition, marker);
          }
          outcome.complete(dice < failureRate ? Outcome.RETRY : Outcome.DONE);
        });
    return outcome;
  }

  private void take(TopicPartition partition, Marker marker) {
    int before = coordinatorEpochs.getOrDefault(marker.producerId(), 0);
    if (marker.coordinatorEpoch() < before) {
      return;
    }
    coordinatorEpochs.put(marker.producerId(), marker.coordinatorEpoch());
    written.add(
        new Written(partition, marker.producerId(), marker.producerEpoch(), marker.committed()));
    if (marker.transactionVersion() >= 2) {
      String transaction = marker.producerId() + "/" + marker.producerEpoch();
      Boolean other = outcomes.putIfAbsent(transaction, marker.committed());
      if (other != null && other != marker.committed()) {
        throw new AssertionError(transaction + " is committed and aborted");
      }
    }
  }
}
