package io.barnabas.group.offset;

import io.barnabas.coordinator.Effects;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.classic.ClassicGroup;
import io.barnabas.group.classic.GroupState;
import io.barnabas.group.classic.Subscriptions;
import io.barnabas.group.message.DeleteOffsets;
import io.barnabas.group.message.DeleteOffsetsReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.GroupRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * OffsetDelete: forgets offsets, but not those of topics the group reads. Of a group with members
 * that do not speak the consumer protocol nobody knows what it reads, so nothing is deleted.
 */
public final class DeleteOffsetsRule {
  private final OffsetView offsets;
  private final GroupCounts counts;

  public DeleteOffsetsRule(OffsetView offsets, GroupCounts counts) {
    this.offsets = offsets;
    this.counts = counts;
  }

  public DeleteOffsetsReply decide(
      @Nullable ClassicGroup group, DeleteOffsets command, Effects<GroupRecord> effects) {
    if (command.groupId().isEmpty()) {
      return DeleteOffsetsReply.refused(GroupFault.INVALID_GROUP_ID);
    }
    if (group == null) {
      return DeleteOffsetsReply.refused(GroupFault.GROUP_ID_NOT_FOUND);
    }
    if (!group.isIn(GroupState.EMPTY) && !Subscriptions.usesConsumerProtocol(group)) {
      return DeleteOffsetsReply.refused(GroupFault.NON_EMPTY_GROUP);
    }
    Set<String> subscribed = Subscriptions.topics(group);
    List<DeleteOffsetsReply.Topic> results = new ArrayList<>();
    for (DeleteOffsets.Topic topic : command.topics()) {
      boolean inUse =
          subscribed == null
              ? Subscriptions.usesConsumerProtocol(group)
              : subscribed.contains(topic.name());
      results.add(delete(command.groupId(), topic, inUse, effects));
    }
    return new DeleteOffsetsReply(GroupFault.NONE, results);
  }

  private DeleteOffsetsReply.Topic delete(
      String groupId, DeleteOffsets.Topic topic, boolean inUse, Effects<GroupRecord> effects) {
    List<DeleteOffsetsReply.Partition> results = new ArrayList<>();
    for (int partition : topic.partitions()) {
      if (!inUse && offsets.isKnown(groupId, topic.name(), partition)) {
        effects.append(new GroupRecord.OffsetForgotten(groupId, topic.name(), partition));
        counts.deleted().increment();
      }
      results.add(
          new DeleteOffsetsReply.Partition(
              partition, inUse ? GroupFault.GROUP_SUBSCRIBED_TO_TOPIC : GroupFault.NONE));
    }
    return new DeleteOffsetsReply.Topic(topic.name(), results);
  }
}
