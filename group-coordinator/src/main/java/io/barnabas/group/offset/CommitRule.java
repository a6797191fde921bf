package io.barnabas.group.offset;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.classic.ClassicGroup;
import io.barnabas.group.classic.ClassicRules;
import io.barnabas.group.classic.GroupState;
import io.barnabas.group.classic.Groups;
import io.barnabas.group.classic.Member;
import io.barnabas.group.message.CommitInTransaction;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.CommittedOffset;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupViewKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * OffsetCommit. Members commit for their generation. Consumers outside group management (no
 * generation, no member id) may commit only while the group has no members; their first commit
 * makes the group.
 */
public final class CommitRule {
  private final Groups groups;
  private final ClassicRules rules;
  private final int metadataLengthMax;
  private final GroupCounts counts;

  public CommitRule(Groups groups, ClassicRules rules, int metadataLengthMax, GroupCounts counts) {
    this.groups = groups;
    this.rules = rules;
    this.metadataLengthMax = metadataLengthMax;
    this.counts = counts;
  }

  public void decide(
      CommitOffsets command, ReplyToken<CommitReply> token, Effects<GroupRecord> effects) {
    ClassicGroup group = groups.find(command.groupId());
    GroupFault fault = roomFor(group, command, effects.nowMs());
    if (fault == GroupFault.NONE) {
      fault = check(group, command);
    }
    if (fault != GroupFault.NONE) {
      effects.reply(token, CommitReply.refused(command, fault));
      return;
    }
    CommitReply reply = commit(group, command, offset -> offset, effects);
    renewSession(group, command, effects);
    effects.reply(token, reply);
  }

  /**
   * TxnOffsetCommit: members commit for their generation (KIP-447), others may always: the
   * transaction protects them.
   */
  public CommitReply decide(
      CommitInTransaction command, TransactionRule transactions, Effects<GroupRecord> effects) {
    CommitOffsets offsets = command.offsets();
    ClassicGroup group = groups.find(offsets.groupId());
    GroupFault fault = transactions.check(command.gate(), command.producerId());
    if (fault == GroupFault.NONE) {
      fault = roomFor(group, offsets, effects.nowMs());
    }
    if (fault == GroupFault.NONE) {
      fault = checkInTransaction(group, offsets);
    }
    return fault == GroupFault.NONE
        ? commit(
            group,
            offsets,
            offset ->
                new GroupRecord.OffsetPending(
                    command.producerId(), command.producerEpoch(), offset),
            effects)
        : CommitReply.refused(offsets, fault);
  }

  /** A first commit makes the group. */
  private GroupFault roomFor(@Nullable ClassicGroup group, CommitOffsets command, long nowMs) {
    return group == null
            && command.generationId() < 0
            && !groups.hasRoomFor(command.groupId(), nowMs)
        ? GroupFault.COORDINATOR_NOT_AVAILABLE
        : GroupFault.NONE;
  }

  private static GroupFault checkInTransaction(
      @Nullable ClassicGroup group, CommitOffsets command) {
    boolean managed = command.generationId() >= 0;
    if (group == null) {
      return managed ? GroupFault.ILLEGAL_GENERATION : GroupFault.NONE;
    }
    if (!managed && command.memberId().isEmpty() && command.groupInstanceId() == null) {
      return GroupFault.NONE;
    }
    if (!managed && group.isIn(GroupState.EMPTY)) {
      return GroupFault.NONE;
    }
    GroupFault fault = group.checkMember(command.memberId(), command.groupInstanceId());
    return fault == GroupFault.NONE && command.generationId() != group.generationId()
        ? GroupFault.ILLEGAL_GENERATION
        : fault;
  }

  private CommitReply commit(
      @Nullable ClassicGroup group,
      CommitOffsets command,
      Function<GroupRecord.OffsetCommitted, GroupRecord> as,
      Effects<GroupRecord> effects) {
    List<GroupRecord> records = new ArrayList<>();
    List<CommitReply.Topic> results =
        command.topics().stream()
            .map(topic -> commit(command, topic, effects.nowMs(), as, records))
            .toList();
    if (!effects.fits(records)) {
      return CommitReply.refused(command, GroupFault.INVALID_COMMIT_OFFSET_SIZE);
    }
    if (!records.isEmpty()) {
      ClassicGroup kept = group != null ? group : create(command.groupId(), effects.nowMs());
      kept.markStored();
    }
    records.forEach(effects::append);
    counts.committed().add(records.size());
    return new CommitReply(results);
  }

  private ClassicGroup create(String groupId, long nowMs) {
    ClassicGroup group = new ClassicGroup(groupId, nowMs);
    groups.put(group);
    return group;
  }

  private static GroupFault check(@Nullable ClassicGroup group, CommitOffsets command) {
    boolean managed = command.generationId() >= 0;
    if (group == null) {
      return managed ? GroupFault.GROUP_ID_NOT_FOUND : GroupFault.NONE;
    }
    if (!managed && group.isIn(GroupState.EMPTY)) {
      return GroupFault.NONE;
    }
    if (managed || !command.memberId().isEmpty() || command.groupInstanceId() != null) {
      GroupFault fault = group.checkMember(command.memberId(), command.groupInstanceId());
      if (fault != GroupFault.NONE) {
        return fault;
      }
      if (command.generationId() != group.generationId()) {
        return GroupFault.ILLEGAL_GENERATION;
      }
    } else {
      return GroupFault.UNKNOWN_MEMBER_ID;
    }
    return group.isIn(GroupState.COMPLETING_REBALANCE)
        ? GroupFault.REBALANCE_IN_PROGRESS
        : GroupFault.NONE;
  }

  private CommitReply.Topic commit(
      CommitOffsets command,
      CommitOffsets.Topic topic,
      long nowMs,
      Function<GroupRecord.OffsetCommitted, GroupRecord> as,
      List<GroupRecord> records) {
    List<CommitReply.Partition> results = new ArrayList<>();
    for (CommitOffsets.Partition partition : topic.partitions()) {
      String metadata = partition.metadata() == null ? "" : partition.metadata();
      GroupFault fault = GroupFault.NONE;
      if (!GroupViewKeys.isTopicName(topic.name())) {
        fault = GroupFault.INVALID_COMMIT_OFFSET_SIZE;
      } else if (metadata.length() > metadataLengthMax || !GroupViewKeys.fitsRecord(metadata)) {
        fault = GroupFault.OFFSET_METADATA_TOO_LARGE;
      } else {
        CommittedOffset committed =
            new CommittedOffset(
                partition.offset(),
                partition.leaderEpoch(),
                metadata,
                nowMs,
                expireTimestamp(command, nowMs),
                topic.topicId());
        records.add(
            as.apply(
                new GroupRecord.OffsetCommitted(
                    command.groupId(), topic.name(), partition.index(), committed)));
      }
      results.add(new CommitReply.Partition(partition.index(), fault));
    }
    return new CommitReply.Topic(topic.topicId(), topic.name(), results);
  }

  /** A retention time that goes beyond the end of time ends there. */
  private static long expireTimestamp(CommitOffsets command, long nowMs) {
    return command.retentionTimeMs() == CommitOffsets.DEFAULT_RETENTION
        ? CommittedOffset.NO_EXPIRY
        : nowMs + Math.min(command.retentionTimeMs(), Long.MAX_VALUE - nowMs);
  }

  /** A member that commits lives, even one that sends no heartbeats while it is busy. */
  private void renewSession(
      @Nullable ClassicGroup group, CommitOffsets command, Effects<GroupRecord> effects) {
    Member member = group == null ? null : group.member(command.memberId());
    if (group != null && member != null) {
      rules.renewSession(group, member, effects);
    }
  }
}
