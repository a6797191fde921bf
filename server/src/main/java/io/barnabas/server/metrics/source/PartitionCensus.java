package io.barnabas.server.metrics.source;

import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.ProducerCounts;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts partitions. For one thread. */
final class PartitionCensus {
  /** What is counted; the first ones of the cluster, the others of this broker. */
  enum Count {
    TOPICS,
    PARTITIONS,
    WITHOUT_LEADER,
    NOT_AT_PREFERRED_LEADER,
    HELD,
    LED,
    OFFLINE,
    UNDER_REPLICATED,
    UNDER_MIN_ISR,
    AT_MIN_ISR,
    REASSIGNING
  }

  private final Map<Count, Integer> counts = new EnumMap<>(Count.class);
  private final Partitions partitions;
  private long producers;

  private PartitionCensus(Partitions partitions) {
    this.partitions = partitions;
  }

  static PartitionCensus take(MetadataImage image, Partitions partitions) {
    PartitionCensus census = new PartitionCensus(partitions);
    image.topics().forEach(census::add);
    return census;
  }

  private void add(TopicImage topic) {
    count(Count.TOPICS);
    for (PartitionImage described : topic.partitions()) {
      count(Count.PARTITIONS);
      if (!described.hasLeader()) {
        count(Count.WITHOUT_LEADER);
      }
      if (described.leader() != described.replicas().get(0)) {
        count(Count.NOT_AT_PREFERRED_LEADER);
      }
      if (!described.addingReplicas().isEmpty() || !described.removingReplicas().isEmpty()) {
        count(Count.REASSIGNING);
      }
      add(partitions.find(topic.id(), described.partition()), described);
    }
  }

  private void add(@Nullable Partition held, PartitionImage described) {
    if (held == null) {
      return;
    }
    count(Count.HELD);
    PartitionRole role = held.role();
    if (role instanceof PartitionRole.Offline) {
      count(Count.OFFLINE);
    } else if (role instanceof PartitionRole.Leader leader) {
      count(Count.LED);
      producers += ProducerCounts.of(leader.log());
      PartitionHealth health = PartitionHealth.of(held, leader, described);
      count(Count.UNDER_REPLICATED, health.underReplicated());
      count(Count.UNDER_MIN_ISR, health.underMinIsr());
      count(Count.AT_MIN_ISR, health.atMinIsr());
    }
  }

  private void count(Count what) {
    counts.merge(what, 1, Integer::sum);
  }

  private void count(Count what, boolean is) {
    if (is) {
      count(what);
    }
  }

  /** How many producers with ids are known, counted for each log that knows them. */
  long producers() {
    return producers;
  }

  int of(Count what) {
    return counts.getOrDefault(what, 0);
  }
}
