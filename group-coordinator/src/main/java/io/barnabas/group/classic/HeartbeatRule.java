package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.Heartbeat;
import io.barnabas.group.record.GroupRecord;

/** Heartbeat: renews a session and tells the member when it has to join again. */
final class HeartbeatRule {
  private final Groups groups;

  HeartbeatRule(Groups groups) {
    this.groups = groups;
  }

  void decide(Heartbeat command, ReplyToken<GroupFault> token, Effects<GroupRecord> effects) {
    effects.reply(token, beat(command, effects));
  }

  private GroupFault beat(Heartbeat command, Effects<GroupRecord> effects) {
    if (command.groupId().isEmpty()) {
      return GroupFault.INVALID_GROUP_ID;
    }
    ClassicGroup group = groups.find(command.groupId());
    if (group == null) {
      return GroupFault.UNKNOWN_MEMBER_ID;
    }
    GroupFault fault = group.checkMember(command.memberId(), command.groupInstanceId());
    Member member = group.member(command.memberId());
    if (fault != GroupFault.NONE || member == null) {
      return fault;
    }
    if (command.generationId() != group.generationId()) {
      return GroupFault.ILLEGAL_GENERATION;
    }
    Sessions.renew(group, member, effects);
    return group.isIn(GroupState.PREPARING_REBALANCE)
        ? GroupFault.REBALANCE_IN_PROGRESS
        : GroupFault.NONE;
  }
}
