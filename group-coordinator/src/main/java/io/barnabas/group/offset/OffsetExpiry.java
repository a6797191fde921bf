package io.barnabas.group.offset;

import io.barnabas.coordinator.Effects;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.classic.ClassicGroup;
import io.barnabas.group.classic.ClassicRules;
import io.barnabas.group.classic.GroupState;
import io.barnabas.group.classic.Groups;
import io.barnabas.group.classic.Subscriptions;
import io.barnabas.group.message.DeletedGroup;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.CommittedOffset;
import io.barnabas.group.record.GroupRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How offsets end, and groups with them. By time (KIP-211): those of a group with members live
 * until the group has been empty for the retention time, except those of topics it does not read
 * any more, and those of consumers outside group management, which live that long after their
 * commit. By deletion of their topic, or of their group.
 *
 * <p>What open transactions have committed is deleted too, but never expires: it is younger than
 * what it would replace.
 */
public final class OffsetExpiry {
  private final Groups groups;
  private final ClassicRules rules;
  private final OffsetView offsets;
  private final long retentionMs;
  private final GroupCounts counts;

  public OffsetExpiry(
      Groups groups, ClassicRules rules, OffsetView offsets, long retentionMs, GroupCounts counts) {
    this.groups = groups;
    this.rules = rules;
    this.offsets = offsets;
    this.retentionMs = retentionMs;
    this.counts = counts;
  }

  /** Forgets what has expired by now; a group without members and offsets goes too. */
  public void expire(Effects<GroupRecord> effects) {
    for (ClassicGroup group : List.copyOf(groups.all())) {
      int left = expireOffsets(group, effects);
      if (left == 0
          && group.isIn(GroupState.EMPTY)
          && group.pendingMembers().isEmpty()
          && !offsets.hasPending(group.groupId())) {
        forget(group, effects);
      }
    }
  }

  /** Returns how many offsets the group keeps. */
  private int expireOffsets(ClassicGroup group, Effects<GroupRecord> effects) {
    boolean simple = group.protocolType().isEmpty();
    boolean empty = group.isIn(GroupState.EMPTY);
    Set<String> subscribed =
        Subscriptions.usesConsumerProtocol(group) ? Subscriptions.topics(group) : null;
    boolean readsOnly = group.isIn(GroupState.STABLE) && subscribed != null;
    if (!simple && !empty && !readsOnly) {
      return 1; // all of them, however many there are
    }
    int left = 0;
    for (GroupRecord.OffsetCommitted entry : offsets.of(group.groupId())) {
      boolean read = !empty && subscribed != null && subscribed.contains(entry.topic());
      long since =
          empty && !simple && group.stateTimestamp() >= 0
              ? group.stateTimestamp()
              : entry.committed().commitTimestamp();
      if (!read
          && expired(entry.committed(), since, effects.nowMs())
          && !offsets.isPending(entry.groupId(), entry.topic(), entry.partition())) {
        effects.append(forgotten(entry));
        counts.expired().increment();
      } else {
        left++;
      }
    }
    return left;
  }

  private boolean expired(CommittedOffset committed, long since, long nowMs) {
    return committed.expireTimestamp() == CommittedOffset.NO_EXPIRY
        ? nowMs - since >= retentionMs
        : nowMs >= committed.expireTimestamp();
  }

  /** Forgets the offsets of deleted topics in all groups. */
  public void dropTopics(Set<String> topics, Effects<GroupRecord> effects) {
    offsets.visitKeys(
        (groupId, topic, partition) -> {
          if (topics.contains(topic)) {
            effects.append(new GroupRecord.OffsetForgotten(groupId, topic, partition));
          }
        });
  }

  /**
   * DeleteGroups: only a group without members goes, and its offsets with it. The empty id is one
   * like any other here: consumers outside group management may commit under it.
   */
  public DeletedGroup delete(
      String groupId, @Nullable ClassicGroup group, Effects<GroupRecord> effects) {
    if (group == null) {
      return new DeletedGroup(
          groupId, GroupFault.GROUP_ID_NOT_FOUND, "Group " + groupId + " not found.");
    }
    if (!group.isIn(GroupState.EMPTY)) {
      return new DeletedGroup(groupId, GroupFault.NON_EMPTY_GROUP, null);
    }
    offsets.visitKeys(
        groupId,
        (id, topic, partition) ->
            effects.append(new GroupRecord.OffsetForgotten(id, topic, partition)));
    forget(group, effects);
    return new DeletedGroup(groupId, GroupFault.NONE, null);
  }

  private void forget(ClassicGroup group, Effects<GroupRecord> effects) {
    if (group.isStored()) {
      effects.append(new GroupRecord.GroupForgotten(group.groupId()));
    }
    rules.forget(group, effects);
  }

  private static GroupRecord forgotten(GroupRecord.OffsetCommitted entry) {
    return new GroupRecord.OffsetForgotten(entry.groupId(), entry.topic(), entry.partition());
  }
}
