package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;

/**
 * Which log. The topic id is the identity; the name is there for directories and log lines.
 *
 * @param topicId never {@link Uuid#ZERO}
 * @param topic the topic's name, 1 to 249 characters
 * @param partition 0 or more
 */
public record PartitionId(Uuid topicId, String topic, int partition) {

  @Override
  public String toString() {
    return topic + "-" + partition;
  }
}
