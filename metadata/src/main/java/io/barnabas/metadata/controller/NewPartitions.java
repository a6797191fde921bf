package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.PartitionRecord;
import io.barnabas.metadata.image.ClusterImage;
import io.barnabas.metadata.image.LeaderRecoveryState;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.record.MetadataRecord;
import java.util.ArrayList;
import java.util.List;

/** Writes the records of partitions that did not exist before. */
final class NewPartitions {
  /** A command may make this many partitions in all; more would make a batch nobody can handle. */
  static final int LARGEST_COUNT = 10_000;

  private NewPartitions() {}

  static List<MetadataRecord> records(
      Uuid topicId, int firstPartition, List<List<Integer>> assignments, Situation situation) {
    List<MetadataRecord> records = new ArrayList<>(assignments.size());
    for (int index = 0; index < assignments.size(); index++) {
      records.add(
          situation.record(
              partition(
                  topicId,
                  firstPartition + index,
                  assignments.get(index),
                  situation.image().cluster())));
    }
    return records;
  }

  /** Everyone in service is in sync: there is nothing to catch up with. */
  private static PartitionRecord partition(
      Uuid topicId, int partition, List<Integer> replicas, ClusterImage cluster) {
    List<Integer> isr = replicas.stream().filter(cluster::isActive).toList();
    return PartitionRecord.builder()
        .partitionId(partition)
        .topicId(topicId)
        .replicas(replicas)
        .isr(isr)
        .leader(isr.isEmpty() ? PartitionImage.NO_LEADER : isr.get(0))
        .leaderRecoveryState(LeaderRecoveryState.RECOVERED.id())
        .leaderEpoch(0)
        .partitionEpoch(0)
        .directories(
            replicas.stream()
                .map(broker -> Directories.forNewReplica(cluster.broker(broker)))
                .toList())
        .build();
  }
}
