package io.barnabas.server.fetch;

import io.barnabas.codec.Uuid;

/**
 * How a fetch names a partition: by topic name up to version 12, by topic id from 13 on.
 *
 * @param topic the topic's name as sent, which may be empty; empty when the topic is named by its
 *     id
 * @param topicId the topic's id; {@link Uuid#ZERO} when the topic is named by its name
 * @param partition the partition's index, as sent
 * @param usesTopicId whether the topic is named by its id
 */
public record FetchKey(String topic, Uuid topicId, int partition, boolean usesTopicId) {
  public static FetchKey byName(String topic, int partition) {
    return new FetchKey(topic, Uuid.ZERO, partition, false);
  }

  public static FetchKey byId(Uuid topicId, int partition) {
    return new FetchKey("", topicId, partition, true);
  }

  /** Whether the other names the same topic in the same way. */
  public boolean sameTopic(FetchKey other) {
    return usesTopicId == other.usesTopicId
        && topicId.equals(other.topicId)
        && topic.equals(other.topic);
  }
}
