package io.barnabas.group.classic;

import io.barnabas.codec.Bytes;
import io.barnabas.coordinator.Effects;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.record.GroupRecord;
import java.util.List;
import java.util.Optional;

/**
 * The way from one generation to the next: members are gathered until all of them have joined or
 * the longest rebalance timeout has passed, the generation begins, and its members must ask for
 * their assignments within the same time.
 */
public final class Rebalances {
  private final int initialDelayMs;

  /**
   * @param initialDelayMs how long the first rebalance of an empty group waits for further members,
   *     again and again while they keep coming, up to the rebalance timeout
   */
  public Rebalances(int initialDelayMs) {
    this.initialDelayMs = initialDelayMs;
  }

  /**
   * A member has joined or changed: begins a rebalance, or goes on with the one that is under way.
   */
  void prepareOrContinue(ClassicGroup group, Effects<GroupRecord> effects) {
    if (group.isIn(GroupState.PREPARING_REBALANCE)) {
      completeIfAllJoined(group, effects);
    } else {
      prepare(group, effects);
    }
  }

  void afterRemoval(ClassicGroup group, Effects<GroupRecord> effects) {
    if (!group.isIn(GroupState.EMPTY)) {
      prepareOrContinue(group, effects);
    }
  }

  void prepare(ClassicGroup group, Effects<GroupRecord> effects) {
    if (group.isIn(GroupState.COMPLETING_REBALANCE)) {
      dropAssignments(group, GroupFault.REBALANCE_IN_PROGRESS, effects);
    }
    group.pendingSyncs().clear();
    effects.cancel(new GroupTimer.Sync(group.groupId()));
    boolean first = group.isIn(GroupState.EMPTY);
    group.transitionTo(GroupState.PREPARING_REBALANCE, effects.nowMs());
    if (first) {
      group.newMemberAdded(false);
      waitForMore(group, group.rebalanceTimeoutMs(), effects);
    } else if (group.allMembersJoined()) {
      complete(group, effects);
    } else {
      waitForMembers(group, effects);
    }
  }

  private void waitForMore(ClassicGroup group, int leftMs, Effects<GroupRecord> effects) {
    int delayMs = Math.min(initialDelayMs, leftMs);
    group.initialDelayLeftMs(Math.max(0, leftMs - initialDelayMs));
    effects.schedule(new GroupTimer.Join(group.groupId()), delayMs);
  }

  private static void waitForMembers(ClassicGroup group, Effects<GroupRecord> effects) {
    effects.schedule(new GroupTimer.Join(group.groupId()), group.rebalanceTimeoutMs());
  }

  /**
   * The first rebalance of a group is not cut short: all who have joined so far may not be all who
   * will.
   */
  void completeIfAllJoined(ClassicGroup group, Effects<GroupRecord> effects) {
    if (group.isIn(GroupState.PREPARING_REBALANCE)
        && group.initialDelayLeftMs() == ClassicGroup.NO_INITIAL_DELAY
        && group.allMembersJoined()) {
      complete(group, effects);
    }
  }

  /** The join timer has gone off. */
  public void onJoinTimer(ClassicGroup group, Effects<GroupRecord> effects) {
    if (!group.isIn(GroupState.PREPARING_REBALANCE)) {
      return;
    }
    int leftMs = group.initialDelayLeftMs();
    if (leftMs > 0 && group.newMemberAdded()) {
      group.newMemberAdded(false);
      waitForMore(group, leftMs, effects);
    } else {
      complete(group, effects);
    }
  }

  private void complete(ClassicGroup group, Effects<GroupRecord> effects) {
    group.initialDelayLeftMs(ClassicGroup.NO_INITIAL_DELAY);
    effects.cancel(new GroupTimer.Join(group.groupId()));
    removeAbsentDynamicMembers(group, effects);
    if (!group.members().isEmpty() && !electLeader(group)) {
      // Only static members that have not come back: they keep their places until their sessions
      // end.
      waitForMembers(group, effects);
      return;
    }
    group.nextGeneration(effects.nowMs());
    if (group.members().isEmpty()) {
      effects.append(new GroupRecord.GroupStored(group.groupId(), group.toStored()));
      group.markStored();
      return;
    }
    for (Member member : group.members()) {
      Answers.completeJoin(member, Answers.joined(group, member), effects);
      member.settle();
      Sessions.renew(group, member, effects);
      group.pendingSyncs().add(member.memberId());
    }
    effects.schedule(new GroupTimer.Sync(group.groupId()), group.rebalanceTimeoutMs());
  }

  private static void removeAbsentDynamicMembers(ClassicGroup group, Effects<GroupRecord> effects) {
    for (Member member : List.copyOf(group.members())) {
      if (member.awaitingJoin() == null && !member.isStatic()) {
        effects.cancel(new GroupTimer.Session(group.groupId(), member.memberId()));
        group.remove(member);
      }
    }
  }

  /** Makes sure that the leader is one who has joined; returns false if nobody has. */
  private static boolean electLeader(ClassicGroup group) {
    Member leader = group.member(Answers.leader(group));
    if (leader != null && leader.awaitingJoin() != null) {
      return true;
    }
    Optional<Member> joined =
        group.members().stream().filter(member -> member.awaitingJoin() != null).findFirst();
    joined.ifPresent(member -> group.lead(member.memberId()));
    return joined.isPresent();
  }

  /**
   * The sync timer has gone off: members that have not asked for their assignments are taken for
   * dead.
   */
  public void onSyncTimer(ClassicGroup group, Effects<GroupRecord> effects) {
    boolean synced = group.pendingSyncs().isEmpty();
    boolean begun = group.isIn(GroupState.COMPLETING_REBALANCE) || group.isIn(GroupState.STABLE);
    if (synced || !begun) {
      return;
    }
    for (String memberId : List.copyOf(group.pendingSyncs())) {
      Member member = group.member(memberId);
      if (member != null) {
        effects.cancel(new GroupTimer.Session(group.groupId(), memberId));
        group.remove(member);
      }
    }
    prepare(group, effects);
  }

  /** Takes all assignments back and refuses those who wait for theirs. */
  void dropAssignments(ClassicGroup group, GroupFault fault, Effects<GroupRecord> effects) {
    for (Member member : group.members()) {
      member.assign(Bytes.EMPTY);
      if (member.awaitingSync() != null) {
        Answers.completeSync(member, SyncReply.refused(fault), effects);
        Sessions.renew(group, member, effects);
      }
    }
  }
}
