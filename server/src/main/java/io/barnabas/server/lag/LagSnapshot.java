package io.barnabas.server.lag;

import io.barnabas.server.metrics.KeptTags;
import io.barnabas.server.metrics.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lag of all groups at one moment. Any thread; nothing of it changes.
 *
 * @param lags group by group, in the order in which they are looked up
 * @param topics the same added up for each topic of a group
 * @param index the lags by key, made when it is asked for
 * @param leftOut how many there are besides, over the limit of what is told
 * @param offsets how many offsets are committed, those of deleted topics included
 * @param tookNanos how long looking took
 */
record LagSnapshot(
    List<PartitionLag> lags,
    List<TopicLag> topics,
    Index index,
    int leftOut,
    int offsets,
    long takenNanos,
    long tookNanos) {

  /** A group in a topic. */
  record GroupTopic(String group, String topic) {
    Tags tags() {
      return Tags.of("consumergroup", group, "topic", topic);
    }
  }

  /** How far a group is behind in all of a topic. */
  record TopicLag(Tags tags, long records, long committed) {}

  static LagSnapshot nothing(long takenNanos) {
    return new LagSnapshot(List.of(), List.of(), new Index(List.of()), 0, 0, takenNanos, 0);
  }

  /**
   * Of these.
   *
   * @param names the tags of groups in topics
   */
  static LagSnapshot of(
      List<PartitionLag> lags,
      KeptTags<GroupTopic> names,
      int leftOut,
      int offsets,
      long takenNanos,
      long tookNanos) {
    List<PartitionLag> all = List.copyOf(lags);
    return new LagSnapshot(
        all, topics(all, names), new Index(all), leftOut, offsets, takenNanos, tookNanos);
  }

  /** What belongs together follows each other. */
  private static List<TopicLag> topics(List<PartitionLag> lags, KeptTags<GroupTopic> names) {
    List<TopicLag> topics = new ArrayList<>();
    for (int from = 0; from < lags.size(); ) {
      PartitionLag.Key key = lags.get(from).key();
      long records = 0;
      long committed = 0;
      for (; from < lags.size() && lags.get(from).key().isBeside(key); from++) {
        records += lags.get(from).records();
        committed += lags.get(from).committed();
      }
      topics.add(
          new TopicLag(names.of(new GroupTopic(key.group(), key.topic())), records, committed));
    }
    names.turn();
    return List.copyOf(topics);
  }

  /** Finds lags. Any thread. */
  static final class Index {
    private final List<PartitionLag> lags;
    private volatile @Nullable Map<PartitionLag.Key, PartitionLag> byKey;

    Index(List<PartitionLag> lags) {
      this.lags = lags;
    }

    @Nullable PartitionLag of(PartitionLag.Key key) {
      Map<PartitionLag.Key, PartitionLag> known = byKey;
      if (known == null) {
        known = new HashMap<>(lags.size() * 2);
        for (PartitionLag each : lags) {
          known.put(each.key(), each);
        }
        byKey = known;
      }
      return known.get(key);
    }
  }
}
