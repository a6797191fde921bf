package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.record.GroupRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to members that wait; each waiting request is answered once and then forgotten. */
final class Answers {
  private Answers() {}

  /** The member is part of the current generation; its leader learns of everybody. */
  static JoinReply joined(ClassicGroup group, Member member) {
    boolean leads = group.isLeader(member.memberId());
    return joined(group, member, leader(group), false, leads);
  }

  static JoinReply joined(
      ClassicGroup group,
      Member member,
      String leader,
      boolean skipAssignment,
      boolean withMembers) {
    String protocol = group.protocolName();
    List<JoinReply.Member> members =
        !withMembers || protocol == null
            ? List.of()
            : group.members().stream().map(other -> seenByLeader(other, protocol)).toList();
    return new JoinReply(
        GroupFault.NONE,
        member.memberId(),
        group.generationId(),
        group.protocolType(),
        protocol,
        leader,
        skipAssignment,
        members);
  }

  private static JoinReply.Member seenByLeader(Member member, String protocol) {
    return new JoinReply.Member(
        member.memberId(), member.groupInstanceId(), member.metadata(protocol));
  }

  static String leader(ClassicGroup group) {
    String leader = group.leader();
    return leader == null ? "" : leader;
  }

  static SyncReply assigned(ClassicGroup group, Member member) {
    return new SyncReply(
        GroupFault.NONE, group.protocolType(), group.protocolName(), member.assignment());
  }

  static void completeJoin(Member member, JoinReply reply, Effects<GroupRecord> effects) {
    ReplyToken<JoinReply> token = member.awaitingJoin();
    if (token != null) {
      member.awaitJoin(null);
      effects.reply(token, reply);
    }
  }

  static void completeSync(Member member, SyncReply reply, Effects<GroupRecord> effects) {
    ReplyToken<SyncReply> token = member.awaitingSync();
    if (token != null) {
      member.awaitSync(null);
      effects.reply(token, reply);
    }
  }

  /** The member goes: whatever it waits for is refused. */
  static void refuseAll(Member member, GroupFault fault, Effects<GroupRecord> effects) {
    completeJoin(member, JoinReply.refused(fault, member.memberId()), effects);
    completeSync(member, SyncReply.refused(fault), effects);
  }

  /**
   * Lets the member wait for the next generation; an earlier request of the same member is told to
   * come back.
   */
  static void awaitJoin(
      Member member, @Nullable ReplyToken<JoinReply> token, Effects<GroupRecord> effects) {
    completeJoin(
        member, JoinReply.refused(GroupFault.REBALANCE_IN_PROGRESS, member.memberId()), effects);
    member.awaitJoin(token);
  }
}
