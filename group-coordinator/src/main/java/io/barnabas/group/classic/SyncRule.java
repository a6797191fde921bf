package io.barnabas.group.classic;

import io.barnabas.codec.Bytes;
import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.record.GroupRecord;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SyncGroup: the leader brings the assignments, which are stored and handed out; everybody else
 * waits for that.
 */
final class SyncRule {
  private final Groups groups;
  private final Rebalances rebalances;
  private final GroupCounts counts;

  SyncRule(Groups groups, Rebalances rebalances, GroupCounts counts) {
    this.groups = groups;
    this.rebalances = rebalances;
    this.counts = counts;
  }

  void decide(SyncGroup command, ReplyToken<SyncReply> token, Effects<GroupRecord> effects) {
    ClassicGroup group = groups.find(command.groupId());
    GroupFault fault = check(group, command);
    Member member = group == null ? null : group.member(command.memberId());
    if (fault != GroupFault.NONE || group == null || member == null) {
      effects.reply(token, SyncReply.refused(fault));
      return;
    }
    group.pendingSyncs().remove(member.memberId());
    if (group.isIn(GroupState.STABLE)) {
      effects.reply(token, Answers.assigned(group, member));
      Sessions.renew(group, member, effects);
    } else {
      // An earlier request of the same member has been given up by its sender.
      Answers.completeSync(member, SyncReply.refused(GroupFault.REBALANCE_IN_PROGRESS), effects);
      member.awaitSync(token);
      if (group.isLeader(member.memberId())) {
        assign(group, command.assignments(), effects);
      }
    }
    if (group.pendingSyncs().isEmpty()) {
      effects.cancel(new GroupTimer.Sync(group.groupId()));
    }
  }

  private static GroupFault check(@Nullable ClassicGroup group, SyncGroup command) {
    if (command.groupId().isEmpty()) {
      return GroupFault.INVALID_GROUP_ID;
    }
    if (group == null) {
      return GroupFault.UNKNOWN_MEMBER_ID;
    }
    GroupFault fault = group.checkMember(command.memberId(), command.groupInstanceId());
    if (fault != GroupFault.NONE) {
      return fault;
    }
    if (command.generationId() != group.generationId()) {
      return GroupFault.ILLEGAL_GENERATION;
    }
    if (differs(command.protocolType(), group.protocolType())
        || differs(command.protocolName(), group.protocolName())) {
      return GroupFault.INCONSISTENT_GROUP_PROTOCOL;
    }
    return switch (group.state()) {
      case EMPTY -> GroupFault.UNKNOWN_MEMBER_ID;
      case PREPARING_REBALANCE -> GroupFault.REBALANCE_IN_PROGRESS;
      case COMPLETING_REBALANCE, STABLE -> GroupFault.NONE;
    };
  }

  /** Before its first generation a group has no protocol to differ from. */
  private static boolean differs(@Nullable String asked, @Nullable String actual) {
    return asked != null && actual != null && !asked.equals(actual);
  }

  /**
   * Members the leader has forgotten get an empty assignment; assignments for strangers are
   * ignored.
   */
  private void assign(
      ClassicGroup group, List<SyncGroup.Assignment> assignments, Effects<GroupRecord> effects) {
    Map<String, Bytes> byMember = new HashMap<>();
    assignments.forEach(given -> byMember.put(given.memberId(), given.assignment()));
    group
        .members()
        .forEach(member -> member.assign(byMember.getOrDefault(member.memberId(), Bytes.EMPTY)));
    GroupRecord stored = new GroupRecord.GroupStored(group.groupId(), group.toStored());
    if (!effects.fits(List.of(stored))) {
      rebalances.dropAssignments(group, GroupFault.UNKNOWN_SERVER_ERROR, effects);
      rebalances.prepare(group, effects);
      return;
    }
    effects.append(stored);
    group.markStored();
    group.transitionTo(GroupState.STABLE, effects.nowMs());
    counts.rebalances().increment();
    for (Member member : group.members()) {
      if (member.awaitingSync() != null) {
        Answers.completeSync(member, Answers.assigned(group, member), effects);
        Sessions.renew(group, member, effects);
      }
    }
  }
}
