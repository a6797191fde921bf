package io.barnabas.group.offset;

import io.barnabas.codec.Uuid;
import io.barnabas.group.classic.ClassicGroup;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.CommittedOffset;
import io.barnabas.group.record.GroupRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OffsetFetch: what is committed, and "nothing" for everything else, a group that does not exist
 * included. Whoever asks for stable offsets (KIP-447) is not told those that an open transaction
 * may still replace.
 */
public final class FetchRule {
  private final OffsetView offsets;

  public FetchRule(OffsetView offsets) {
    this.offsets = offsets;
  }

  /** Answers from the view; {@code group} is null if there is none. */
  public FetchReply decide(@Nullable ClassicGroup group, FetchOffsets command) {
    List<FetchOffsets.Topic> asked = command.topics();
    List<FetchReply.Topic> topics;
    if (asked != null) {
      topics = asked.stream().map(topic -> fetch(group, command, topic)).toList();
    } else {
      topics = group == null ? List.of() : fetchAll(command);
    }
    return new FetchReply(command.groupId(), GroupFault.NONE, topics);
  }

  private FetchReply.Topic fetch(
      @Nullable ClassicGroup group, FetchOffsets command, FetchOffsets.Topic topic) {
    String groupId = command.groupId();
    List<FetchReply.Partition> found = new ArrayList<>();
    for (int partition : topic.partitions()) {
      if (isUnstable(command, topic.name(), partition)) {
        found.add(unstable(partition));
        continue;
      }
      CommittedOffset committed =
          group == null ? null : offsets.find(groupId, topic.name(), partition);
      found.add(
          committed == null
              ? FetchReply.Partition.none(partition, GroupFault.NONE)
              : toReply(partition, committed));
    }
    return new FetchReply.Topic(topic.topicId(), topic.name(), found);
  }

  private boolean isUnstable(FetchOffsets command, String topic, int partition) {
    return command.stableRequired() && offsets.isPending(command.groupId(), topic, partition);
  }

  private static FetchReply.Partition unstable(int partition) {
    return FetchReply.Partition.none(partition, GroupFault.UNSTABLE_OFFSET_COMMIT);
  }

  private List<FetchReply.Topic> fetchAll(FetchOffsets command) {
    Map<String, List<FetchReply.Partition>> byTopic = new LinkedHashMap<>();
    Map<String, Uuid> topicIds = new LinkedHashMap<>();
    for (GroupRecord.OffsetCommitted entry : offsets.of(command.groupId())) {
      byTopic
          .computeIfAbsent(entry.topic(), name -> new ArrayList<>())
          .add(
              isUnstable(command, entry.topic(), entry.partition())
                  ? unstable(entry.partition())
                  : toReply(entry.partition(), entry.committed()));
      topicIds.merge(
          entry.topic(), entry.committed().topicId(), (a, b) -> a.equals(Uuid.ZERO) ? b : a);
    }
    List<FetchReply.Topic> topics = new ArrayList<>();
    byTopic.forEach(
        (name, partitions) ->
            topics.add(
                new FetchReply.Topic(topicIds.getOrDefault(name, Uuid.ZERO), name, partitions)));
    return topics;
  }

  private static FetchReply.Partition toReply(int partition, CommittedOffset committed) {
    return new FetchReply.Partition(
        partition,
        committed.offset(),
        committed.leaderEpoch(),
        committed.metadata(),
        GroupFault.NONE);
  }
}
