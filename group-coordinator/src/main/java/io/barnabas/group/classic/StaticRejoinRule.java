package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.record.GroupRecord;
import java.util.List;

/**
 * A static member joins without a member id: it has restarted (KIP-345). It takes its old place
 * under a new id, the old id is fenced, and a stable group goes on without a rebalance as long as
 * the choice of its protocol stands.
 */
final class StaticRejoinRule {
  private final Rebalances rebalances;

  StaticRejoinRule(Rebalances rebalances) {
    this.rebalances = rebalances;
  }

  void decide(
      ClassicGroup group,
      Member old,
      String newMemberId,
      JoinGroup command,
      ReplyToken<JoinReply> token,
      Effects<GroupRecord> effects) {
    String leaderBefore = Answers.leader(group);
    Answers.refuseAll(old, GroupFault.FENCED_INSTANCE_ID, effects);
    effects.cancel(new GroupTimer.Session(group.groupId(), old.memberId()));
    Member member = group.replace(old, newMemberId);
    member.update(command);
    member.awaitJoin(token);
    Sessions.renew(group, member, effects);
    switch (group.state()) {
      case STABLE -> {
        if (protocolStands(group)) {
          goOn(group, member, leaderBefore, command.skipAssignmentSupported(), effects);
        } else {
          rebalances.prepare(group, effects);
        }
      }
      case COMPLETING_REBALANCE -> rebalances.prepare(group, effects);
      case PREPARING_REBALANCE -> rebalances.completeIfAllJoined(group, effects);
      case EMPTY -> throw new IllegalStateException("an empty group has a static member");
    }
  }

  private static boolean protocolStands(ClassicGroup group) {
    return Protocols.select(group.members()).equals(group.protocolName());
  }

  private void goOn(
      ClassicGroup group,
      Member member,
      String leaderBefore,
      boolean skipAssignmentSupported,
      Effects<GroupRecord> effects) {
    GroupRecord stored = new GroupRecord.GroupStored(group.groupId(), group.toStored());
    if (!effects.fits(List.of(stored))) {
      rebalances.prepare(group, effects);
      return;
    }
    effects.append(stored);
    boolean leads = group.isLeader(member.memberId());
    // A leader that does not know KIP-814 would assign again, and its assignment would be ignored
    // by the stable group.
    // It is told of its former self as the leader and so takes itself for a follower.
    JoinReply reply =
        skipAssignmentSupported
            ? Answers.joined(group, member, Answers.leader(group), leads, leads)
            : Answers.joined(group, member, leaderBefore, false, false);
    Answers.completeJoin(member, reply, effects);
  }
}
