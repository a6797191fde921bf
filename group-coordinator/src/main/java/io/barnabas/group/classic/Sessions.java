package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.GroupRecord;

/**
 * Members' sessions: how long they may stay silent, and what happens to the group when one is gone.
 */
final class Sessions {
  /**
   * A newcomer cannot send heartbeats before its first generation begins, which may take as long as
   * others' rebalance timeouts; but it must not wait forever if it has died meanwhile.
   */
  static final int NEWCOMER_TIMEOUT_MS = 5 * 60 * 1000;

  private final Groups groups;
  private final Rebalances rebalances;

  Sessions(Groups groups, Rebalances rebalances) {
    this.groups = groups;
    this.rebalances = rebalances;
  }

  static void renew(ClassicGroup group, Member member, Effects<GroupRecord> effects) {
    int timeoutMs = member.isNewcomer() ? NEWCOMER_TIMEOUT_MS : member.sessionTimeoutMs();
    effects.schedule(new GroupTimer.Session(group.groupId(), member.memberId()), timeoutMs);
  }

  /** The session timer has gone off. */
  void expire(ClassicGroup group, String memberId, Effects<GroupRecord> effects) {
    Member member = group.member(memberId);
    if (member == null) {
      removePending(group, memberId, effects);
      return;
    }
    // Whoever waits for an answer cannot send heartbeats; its session goes on when the answer does.
    boolean waits = member.awaitingJoin() != null || member.awaitingSync() != null;
    if (member.isNewcomer() || !waits) {
      remove(group, member, effects);
    }
  }

  /** Takes a member out and lets the rest of the group carry on without it. */
  void remove(ClassicGroup group, Member member, Effects<GroupRecord> effects) {
    Answers.refuseAll(member, GroupFault.UNKNOWN_MEMBER_ID, effects);
    effects.cancel(new GroupTimer.Session(group.groupId(), member.memberId()));
    group.remove(member);
    rebalances.afterRemoval(group, effects);
  }

  /** A member that was given an id is not expected any more. */
  void removePending(ClassicGroup group, String memberId, Effects<GroupRecord> effects) {
    if (group.expectNoMore(memberId)) {
      effects.cancel(new GroupTimer.Session(group.groupId(), memberId));
      rebalances.completeIfAllJoined(group, effects);
      dropIfUnknown(group);
    }
  }

  /** Forgets a group that never came to anything. */
  void dropIfUnknown(ClassicGroup group) {
    if (group.isIn(GroupState.EMPTY) && group.pendingMembers().isEmpty() && !group.isStored()) {
      groups.remove(group);
    }
  }
}
