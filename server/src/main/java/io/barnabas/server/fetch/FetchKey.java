package io.barnabas.server.fetch;

import io.barnabas.codec.Uuid;

/**
 * How a fetch names a partition: by topic name up to version 12, by topic id from 13 on.
 *
 * @param topic the topic's name; empty when the topic is named by its id
 * @param topicId the topic's id; {@link Uuid#ZERO} when the topic is named by its name
 * @param partition the partition's index, as sent
 */
public record FetchKey(String topic, Uuid topicId, int partition) {
  public static FetchKey byName(String topic, int partition) {
    return new FetchKey(topic, Uuid.ZERO, partition);
  }

  public static FetchKey byId(Uuid topicId, int partition) {
    return new FetchKey("", topicId, partition);
  }

  /** Whether the topic is named by its id. */
  public boolean usesTopicId() {
    return topic.isEmpty();
  }

  /** Whether the other names the same topic in the same way. */
  public boolean sameTopic(FetchKey other) {
    return topicId.equals(other.topicId) && topic.equals(other.topic);
  }
}
