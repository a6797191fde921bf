package io.barnabas.server.api.topic;

import io.barnabas.metadata.controller.CreateTopics;
import io.barnabas.server.api.TopicNames;
import java.util.List;

/**
 * What {@code __transaction_state} is made with.
 *
 * @param partitionCount {@code transaction.state.log.num.partitions}
 * @param replicationFactor {@code transaction.state.log.replication.factor}
 * @param segmentBytes {@code transaction.state.log.segment.bytes}
 * @param minInSyncReplicas {@code transaction.state.log.min.isr}
 */
public record TransactionsTopic(
    int partitionCount, int replicationFactor, int segmentBytes, int minInSyncReplicas) {
  CreateTopics.NewTopic toCreate() {
    return new CreateTopics.NewTopic(
        TopicNames.TRANSACTION_STATE,
        partitionCount,
        replicationFactor,
        List.of(
            new CreateTopics.ConfigValue("cleanup.policy", "compact"),
            new CreateTopics.ConfigValue("compression.type", "uncompressed"),
            new CreateTopics.ConfigValue(
                "min.insync.replicas", Integer.toString(minInSyncReplicas)),
            new CreateTopics.ConfigValue("segment.bytes", Integer.toString(segmentBytes)),
            new CreateTopics.ConfigValue("unclean.leader.election.enable", "false")));
  }
}
