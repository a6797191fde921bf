package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.BrokerRegistration;
import io.barnabas.metadata.image.ClusterImage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Spreads replicas over brokers: leaders go round all brokers in turn, the followers of a partition
 * to the next ones, into racks that the partition is not in yet as long as there are any. Brokers
 * out of service get followers only, and only where there are not enough others.
 */
final class ReplicaPlacer {
  private final List<BrokerRegistration> active = new ArrayList<>();
  private final List<BrokerRegistration> inactive = new ArrayList<>();

  ReplicaPlacer(ClusterImage cluster) {
    for (BrokerRegistration broker : cluster.brokers().values()) {
      if (Directories.takesReplicas(broker)) {
        (broker.isActive() ? active : inactive).add(broker);
      }
    }
  }

  PlacementResult place(int partitionCount, int replicationFactor, RandomGenerator random) {
    if (active.isEmpty()) {
      return impossible(
          replicationFactor,
          "All brokers are currently fenced, or have all their log directories cordoned.");
    }
    int available = active.size() + inactive.size();
    if (replicationFactor > available) {
      return impossible(
          replicationFactor,
          "The target replication factor of "
              + replicationFactor
              + " cannot be reached because only "
              + available
              + " broker(s) are registered or some brokers have all their log directories cordoned.");
    }
    int start = random.nextInt(active.size());
    List<List<Integer>> assignments = new ArrayList<>(partitionCount);
    for (int partition = 0; partition < partitionCount; partition++) {
      assignments.add(replicas(start, partition, replicationFactor));
    }
    return new PlacementResult.Placed(assignments);
  }

  private List<Integer> replicas(int start, int partition, int replicationFactor) {
    List<BrokerRegistration> order = order(start, partition);
    Set<String> racks = new HashSet<>();
    List<Integer> chosen = new ArrayList<>(replicationFactor);
    for (BrokerRegistration broker : order) {
      if (chosen.size() < replicationFactor
          && (broker.rack() == null || racks.add(broker.rack()))) {
        chosen.add(broker.id());
      }
    }
    for (BrokerRegistration broker : order) {
      if (chosen.size() < replicationFactor && !chosen.contains(broker.id())) {
        chosen.add(broker.id());
      }
    }
    return chosen;
  }

  /** The leader, then the others; each round over all brokers begins the others one further on. */
  private List<BrokerRegistration> order(int start, int partition) {
    int count = active.size();
    int leader = (start + partition) % count;
    List<BrokerRegistration> order = new ArrayList<>(count + inactive.size());
    order.add(active.get(leader));
    int shift = partition / count;
    for (int step = 0; step < count - 1; step++) {
      order.add(active.get((leader + 1 + (shift + step) % (count - 1)) % count));
    }
    order.addAll(inactive);
    return order;
  }

  private static PlacementResult impossible(int replicationFactor, String why) {
    return new PlacementResult.Impossible(
        new Refusal(
            MetadataFault.INVALID_REPLICATION_FACTOR,
            "Unable to replicate the partition " + replicationFactor + " time(s): " + why));
  }
}
