package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.ClusterImage;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Checks brokers that a client chose for partitions by hand. */
final class ManualAssignments {
  private ManualAssignments() {}

  /**
   * Why the brokers cannot hold the partition, or null.
   *
   * @param replicaCount how many replicas the other partitions of the topic have, 0 if there is
   *     none
   */
  static @Nullable Refusal refusal(
      int partition, List<Integer> brokers, int replicaCount, ClusterImage cluster) {
    if (brokers.isEmpty()) {
      return refusal("The manual partition assignment includes an empty replica list.");
    }
    Set<Integer> seen = new HashSet<>();
    for (int broker : brokers) {
      Refusal refusal = refusal(cluster.broker(broker), broker, seen);
      if (refusal != null) {
        return refusal;
      }
    }
    if (replicaCount != 0 && brokers.size() != replicaCount) {
      return refusal(
          "The manual partition assignment includes a partition with "
              + brokers.size()
              + " replica(s), but this is not consistent with previous partitions, which have "
              + replicaCount
              + " replica(s).");
    }
    return brokers.stream().anyMatch(cluster::isActive)
        ? null
        : refusal(
            "All brokers specified in the manual partition assignment for partition "
                + partition
                + " are fenced or in controlled shutdown.");
  }

  static Refusal refusal(String message) {
    return new Refusal(MetadataFault.INVALID_REPLICA_ASSIGNMENT, message);
  }

  private static @Nullable Refusal refusal(
      @Nullable BrokerRegistration broker, int id, Set<Integer> seen) {
    if (broker == null) {
      return refusal(
          "The manual partition assignment includes broker "
              + id
              + ", but no such broker is registered.");
    }
    if (!Directories.takesReplicas(broker)) {
      return refusal(
          "The manual partition assignment includes broker "
              + id
              + ", but all its log directories are cordoned.");
    }
    return seen.add(id)
        ? null
        : refusal("The manual partition assignment includes the broker " + id + " more than once.");
  }
}
