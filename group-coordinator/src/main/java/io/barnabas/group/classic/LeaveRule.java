package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.LeaveReply;
import io.barnabas.group.record.GroupRecord;
import java.util.ArrayList;
import java.util.List;

/**
 * LeaveGroup: takes members out at their own or an administrator's wish; static ones also by their
 * instance id alone.
 */
final class LeaveRule {
  private final Groups groups;
  private final Sessions sessions;

  LeaveRule(Groups groups, Sessions sessions) {
    this.groups = groups;
    this.sessions = sessions;
  }

  void decide(LeaveGroup command, ReplyToken<LeaveReply> token, Effects<GroupRecord> effects) {
    if (command.groupId().isEmpty()) {
      effects.reply(token, LeaveReply.refused(GroupFault.INVALID_GROUP_ID));
      return;
    }
    List<LeaveReply.Member> results = new ArrayList<>();
    for (LeaveGroup.Member leaving : command.members()) {
      ClassicGroup group = groups.find(command.groupId());
      GroupFault fault =
          group == null ? GroupFault.UNKNOWN_MEMBER_ID : leave(group, leaving, effects);
      results.add(new LeaveReply.Member(leaving.memberId(), leaving.groupInstanceId(), fault));
    }
    effects.reply(token, new LeaveReply(GroupFault.NONE, results));
  }

  private GroupFault leave(
      ClassicGroup group, LeaveGroup.Member leaving, Effects<GroupRecord> effects) {
    String instanceId = leaving.groupInstanceId();
    String memberId = leaving.memberId();
    if (memberId.isEmpty() && instanceId != null) {
      memberId = group.staticMemberId(instanceId);
      if (memberId == null) {
        return GroupFault.UNKNOWN_MEMBER_ID;
      }
    } else if (instanceId == null && group.pendingMembers().contains(memberId)) {
      sessions.removePending(group, memberId, effects);
      return GroupFault.NONE;
    }
    GroupFault fault = group.checkMember(memberId, instanceId);
    Member member = group.member(memberId);
    if (fault == GroupFault.NONE && member != null) {
      sessions.remove(group, member, effects);
    }
    return fault;
  }
}
