package io.barnabas.metadata.controller;

import io.barnabas.metadata.controller.CreateTopics.NewTopic;
import io.barnabas.metadata.controller.CreateTopics.PartitionAssignment;
import io.barnabas.metadata.controller.PlacementResult.Impossible;
import io.barnabas.metadata.controller.PlacementResult.Placed;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds brokers for the partitions of a new topic, or takes those the client chose. */
final class TopicPlacement {
  private final ControllerSettings settings;

  TopicPlacement(ControllerSettings settings) {
    this.settings = settings;
  }

  PlacementResult place(NewTopic topic, Situation situation) {
    return topic.assignments().isEmpty()
        ? placeAutomatically(topic, situation)
        : placeByHand(topic, situation);
  }

  private PlacementResult placeAutomatically(NewTopic topic, Situation situation) {
    if (topic.replicationFactor() < CreateTopics.DEFAULT || topic.replicationFactor() == 0) {
      return impossible(
          MetadataFault.INVALID_REPLICATION_FACTOR,
          "Replication factor must be larger than 0, or -1 to use the default value.");
    }
    if (topic.partitionCount() < CreateTopics.DEFAULT || topic.partitionCount() == 0) {
      return impossible(
          MetadataFault.INVALID_PARTITIONS,
          "Number of partitions was set to an invalid non-positive value.");
    }
    int partitionCount = orDefault(topic.partitionCount(), settings.defaultPartitionCount());
    if (partitionCount > NewPartitions.LARGEST_COUNT) {
      return impossible(
          MetadataFault.POLICY_VIOLATION, "Excessively large number of partitions per request.");
    }
    return new ReplicaPlacer(situation.image().cluster())
        .place(
            partitionCount,
            orDefault(topic.replicationFactor(), settings.defaultReplicationFactor()),
            situation.random());
  }

  private static PlacementResult placeByHand(NewTopic topic, Situation situation) {
    if (topic.replicationFactor() != CreateTopics.DEFAULT) {
      return impossible(
          MetadataFault.INVALID_REQUEST,
          "A manual partition assignment was specified, but replication factor was not set to -1.");
    }
    if (topic.partitionCount() != CreateTopics.DEFAULT) {
      return impossible(
          MetadataFault.INVALID_REQUEST,
          "A manual partition assignment was specified, but numPartitions was not set to -1.");
    }
    Set<Integer> duplicates = Duplicates.of(topic.assignments(), PartitionAssignment::partition);
    if (!duplicates.isEmpty()) {
      return new Impossible(
          ManualAssignments.refusal(
              "Found multiple manual partition assignments for partition "
                  + duplicates.iterator().next()));
    }
    SortedMap<Integer, List<Integer>> byPartition = new TreeMap<>();
    topic
        .assignments()
        .forEach(assignment -> byPartition.put(assignment.partition(), assignment.brokers()));
    return checked(byPartition, situation);
  }

  private static PlacementResult checked(
      SortedMap<Integer, List<Integer>> byPartition, Situation situation) {
    List<List<Integer>> assignments = new ArrayList<>();
    for (var assignment : byPartition.entrySet()) {
      int replicaCount = assignments.isEmpty() ? 0 : assignments.get(0).size();
      Refusal refusal =
          ManualAssignments.refusal(
              assignment.getKey(),
              assignment.getValue(),
              replicaCount,
              situation.image().cluster());
      if (refusal != null) {
        return new Impossible(refusal);
      }
      if (assignment.getKey() != assignments.size()) {
        return new Impossible(
            ManualAssignments.refusal(
                "partitions should be a consecutive 0-based integer sequence"));
      }
      assignments.add(assignment.getValue());
    }
    return new Placed(assignments);
  }

  private static int orDefault(int wanted, int defaultValue) {
    return wanted == CreateTopics.DEFAULT ? defaultValue : wanted;
  }

  private static PlacementResult impossible(MetadataFault fault, String message) {
    return new Impossible(new Refusal(fault, message));
  }
}
