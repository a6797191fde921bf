package io.barnabas.server.lag;

import io.barnabas.codec.Uuid;
import io.barnabas.server.metrics.Tags;
import java.util.List;

/**
 * How far one group is behind in one partition.
 *
 * @param topicId the topic that was meant
 * @param committed the first offset the group has not consumed
 * @param firstWaiting the same, or the first offset there still is
 * @param records how many offsets lie between that and the end
 * @param waitingSinceMs the timestamp of the oldest record not consumed; -1 where none waits or
 *     none has a timestamp
 */
record PartitionLag(
    Key key,
    Uuid topicId,
    long committed,
    long firstWaiting,
    long records,
    long waitingSinceMs,
    Tags tags) {

  /** The timestamp of what waits first there now; -1 where that was not what waited first. */
  long waitingSinceMs(Uuid topic, long offset) {
    return topicId.equals(topic) && firstWaiting == offset ? waitingSinceMs : -1;
  }

  /** Whose lag, and where. */
  record Key(String group, String topic, int partition) {
    Tags tags() {
      return Tags.of(
          List.of(
              "consumergroup", group, "topic", topic, "partition", Integer.toString(partition)));
    }

    boolean is(String otherGroup, String otherTopic, int otherPartition) {
      return partition == otherPartition && topic.equals(otherTopic) && group.equals(otherGroup);
    }

    /** Whether it is another partition of the same topic, and the same group. */
    boolean isBeside(Key other) {
      return topic.equals(other.topic) && group.equals(other.group);
    }
  }

  /** For how long the oldest record has waited, in seconds; 0 where none does. */
  double seconds(long nowMs) {
    return waitingSinceMs < 0 ? 0 : Math.max(0, nowMs - waitingSinceMs) / 1e3;
  }
}
