package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.record.GroupRecord;
import io.barnabas.group.record.GroupViewKeys;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * JoinGroup: lets a member into the next generation, which it waits for, or answers at once if
 * nothing changes. Members without an id are newcomers (KIP-394), or static members that have
 * restarted (KIP-345).
 */
final class JoinRule {
  /** As long as what is appended to a name to make a member id. */
  private static final String UNIQUE_ID_EXAMPLE = "-00000000-0000-4000-8000-000000000000";

  private final Groups groups;
  private final ClassicLimits limits;
  private final Rebalances rebalances;
  private final StaticRejoinRule staticRejoin;
  private final Supplier<String> uniqueIds;

  JoinRule(Groups groups, ClassicLimits limits, Rebalances rebalances, Supplier<String> uniqueIds) {
    this.groups = groups;
    this.limits = limits;
    this.rebalances = rebalances;
    this.staticRejoin = new StaticRejoinRule(rebalances);
    this.uniqueIds = uniqueIds;
  }

  void decide(JoinGroup command, ReplyToken<JoinReply> token, Effects<GroupRecord> effects) {
    if (command.groupId().isEmpty()) {
      refuse(token, GroupFault.INVALID_GROUP_ID, command.memberId(), effects);
    } else if (!limits.allowsSession(command.sessionTimeoutMs())) {
      refuse(token, GroupFault.INVALID_SESSION_TIMEOUT, command.memberId(), effects);
    } else if (!canBeStored(command)) {
      refuse(token, GroupFault.UNKNOWN_SERVER_ERROR, command.memberId(), effects);
    } else {
      ClassicGroup group = groups.find(command.groupId());
      if (group != null) {
        join(group, command, token, effects);
      } else if (command.memberId().isEmpty()) {
        join(new ClassicGroup(command.groupId(), effects.nowMs()), command, token, effects);
      } else {
        refuse(token, GroupFault.UNKNOWN_MEMBER_ID, command.memberId(), effects);
      }
    }
  }

  /** Requests can carry longer strings than the group's record. */
  private static boolean canBeStored(JoinGroup command) {
    String instanceId = command.groupInstanceId() == null ? "" : command.groupInstanceId();
    return GroupViewKeys.fitsRecord(command.clientId() + UNIQUE_ID_EXAMPLE)
        && GroupViewKeys.fitsRecord(instanceId + UNIQUE_ID_EXAMPLE)
        && GroupViewKeys.fitsRecord(command.protocolType())
        && command.protocols().stream()
            .allMatch(protocol -> GroupViewKeys.fitsRecord(protocol.name()));
  }

  private void join(
      ClassicGroup group,
      JoinGroup command,
      ReplyToken<JoinReply> token,
      Effects<GroupRecord> effects) {
    if (!limits.allowsMember(group, command.memberId())) {
      evict(group, command.memberId(), effects);
      refuse(token, GroupFault.GROUP_MAX_SIZE_REACHED, "", effects);
    } else if (!Protocols.consistent(group, command)) {
      refuse(token, GroupFault.INCONSISTENT_GROUP_PROTOCOL, command.memberId(), effects);
    } else if (command.memberId().isEmpty()) {
      joinWithoutId(group, command, token, effects);
    } else {
      joinWithId(group, command, token, effects);
    }
  }

  /** A group that has grown too large sheds those who come late to the next generation. */
  private void evict(ClassicGroup group, String memberId, Effects<GroupRecord> effects) {
    Member member = group.member(memberId);
    if (member != null) {
      effects.cancel(new GroupTimer.Session(group.groupId(), memberId));
      group.remove(member);
      rebalances.completeIfAllJoined(group, effects);
    }
  }

  private void joinWithoutId(
      ClassicGroup group,
      JoinGroup command,
      ReplyToken<JoinReply> token,
      Effects<GroupRecord> effects) {
    String instanceId = command.groupInstanceId();
    String newMemberId =
        (instanceId != null ? instanceId : command.clientId()) + "-" + uniqueIds.get();
    Member restarted = restartedMember(group, instanceId);
    if (restarted != null) {
      staticRejoin.decide(group, restarted, newMemberId, command, token, effects);
    } else if (command.memberIdRequired() && instanceId == null) {
      groups.put(group);
      group.expect(newMemberId);
      effects.schedule(
          new GroupTimer.Session(group.groupId(), newMemberId), command.sessionTimeoutMs());
      refuse(token, GroupFault.MEMBER_ID_REQUIRED, newMemberId, effects);
    } else {
      add(group, newMemberId, command, token, effects);
    }
  }

  private static @Nullable Member restartedMember(ClassicGroup group, @Nullable String instanceId) {
    String memberId = instanceId == null ? null : group.staticMemberId(instanceId);
    return memberId == null ? null : group.member(memberId);
  }

  private void joinWithId(
      ClassicGroup group,
      JoinGroup command,
      ReplyToken<JoinReply> token,
      Effects<GroupRecord> effects) {
    String memberId = command.memberId();
    if (command.groupInstanceId() == null && group.pendingMembers().contains(memberId)) {
      add(group, memberId, command, token, effects);
      return;
    }
    GroupFault fault = group.checkMember(memberId, command.groupInstanceId());
    Member member = group.member(memberId);
    if (fault != GroupFault.NONE || member == null) {
      refuse(token, fault, memberId, effects);
      return;
    }
    if (changesNothing(group, member, command)) {
      Answers.awaitJoin(member, token, effects);
      Answers.completeJoin(member, Answers.joined(group, member), effects);
      Sessions.renew(group, member, effects);
    } else {
      member.update(command);
      Answers.awaitJoin(member, token, effects);
      rebalances.prepareOrContinue(group, effects);
    }
  }

  /**
   * While the leader's assignment is awaited, a member that joins again as it was has probably
   * missed the answer. In a stable group a leader that joins again always wants a rebalance:
   * something it watches has changed.
   */
  private static boolean changesNothing(ClassicGroup group, Member member, JoinGroup command) {
    boolean same = member.protocols().equals(command.protocols());
    return switch (group.state()) {
      case COMPLETING_REBALANCE -> same;
      case STABLE -> same && !group.isLeader(member.memberId());
      case EMPTY, PREPARING_REBALANCE -> false;
    };
  }

  private void add(
      ClassicGroup group,
      String memberId,
      JoinGroup command,
      ReplyToken<JoinReply> token,
      Effects<GroupRecord> effects) {
    groups.put(group);
    Member member = Member.joining(memberId, command);
    if (group.members().isEmpty()) {
      group.chooseProtocolType(command.protocolType());
    }
    if (group.initialDelayLeftMs() != ClassicGroup.NO_INITIAL_DELAY) {
      group.newMemberAdded(true);
    }
    group.add(member);
    Answers.awaitJoin(member, token, effects);
    Sessions.renew(group, member, effects);
    rebalances.prepareOrContinue(group, effects);
  }

  private static void refuse(
      ReplyToken<JoinReply> token,
      GroupFault fault,
      String memberId,
      Effects<GroupRecord> effects) {
    effects.reply(token, JoinReply.refused(fault, memberId));
  }
}
