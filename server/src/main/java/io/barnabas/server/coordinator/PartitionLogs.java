package io.barnabas.server.coordinator;

import io.barnabas.coordinator.CoordinatorLog;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.CoordinatorLogs;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;

/** Finds the partitions of one internal topic for their coordinator. */
public final class PartitionLogs implements CoordinatorLogs {
  private final Partitions partitions;
  private final String topic;

  /** The partitions of this topic. */
  public PartitionLogs(Partitions partitions, String topic) {
    this.partitions = partitions;
    this.topic = topic;
  }

  @Override
  public CoordinatorLog open(int index, int leaderEpoch) {
    Partition partition = partitions.find(topic, index);
    if (partition != null
        && partition.role() instanceof PartitionRole.Leader leader
        && leader.leaderEpoch() == leaderEpoch) {
      return new PartitionCoordinatorLog(partition, leader.log());
    }
    throw new CoordinatorLogException(
        topic + "-" + index + " is not led by this broker in epoch " + leaderEpoch);
  }
}
