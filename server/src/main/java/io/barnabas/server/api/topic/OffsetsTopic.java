package io.barnabas.server.api.topic;

import io.barnabas.metadata.controller.CreateTopics;
import io.barnabas.server.api.TopicNames;
import java.util.List;

/**
 * What {@code __consumer_offsets} is made with.
 *
 * @param partitionCount {@code offsets.topic.num.partitions}
 * @param replicationFactor {@code offsets.topic.replication.factor}
 * @param segmentBytes {@code offsets.topic.segment.bytes}
 */
public record OffsetsTopic(int partitionCount, int replicationFactor, int segmentBytes) {
  CreateTopics.NewTopic toCreate() {
    return new CreateTopics.NewTopic(
        TopicNames.CONSUMER_OFFSETS,
        partitionCount,
        replicationFactor,
        List.of(
            new CreateTopics.ConfigValue("cleanup.policy", "compact"),
            new CreateTopics.ConfigValue("compression.type", "producer"),
            new CreateTopics.ConfigValue("segment.bytes", Integer.toString(segmentBytes))));
  }
}
