package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;

/** How many replicas of a partition are in step, beside how many there should be. */
record PartitionHealth(int replicas, int inSync, int minInSync) {
  static PartitionHealth of(
      Partition partition, PartitionRole.Leader leader, PartitionImage described) {
    return new PartitionHealth(
        described.replicas().size(), leader.isr().size(), partition.settings().minInSyncReplicas());
  }

  boolean underReplicated() {
    return inSync < replicas;
  }

  boolean underMinIsr() {
    return inSync < minInSync;
  }

  boolean atMinIsr() {
    return inSync == minInSync;
  }
}
