package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.GroupCounts;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.Heartbeat;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.LeaveReply;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import io.barnabas.group.record.GroupRecord;
import java.util.function.Supplier;

/** The door to the rules of classic groups' membership, over the live groups of one shard. */
public final class ClassicRules {
  private final Groups groups;
  private final ClassicLimits limits;
  private final MemberMemory.Share memory;
  private final Rebalances rebalances;
  private final Sessions sessions;
  private final JoinRule joinRule;
  private final SyncRule syncRule;
  private final HeartbeatRule heartbeatRule;
  private final LeaveRule leaveRule;

  /**
   * @param memory what the members take of it is noted there
   * @param initialRebalanceDelayMs how long the first rebalance of an empty group is put off for
   *     further members
   * @param uniqueIds makes the unguessable part of member ids
   */
  public ClassicRules(
      Groups groups,
      ClassicLimits limits,
      MemberMemory.Share memory,
      int initialRebalanceDelayMs,
      Supplier<String> uniqueIds,
      GroupCounts counts) {
    this.groups = groups;
    this.limits = limits;
    this.memory = memory;
    this.rebalances = new Rebalances(initialRebalanceDelayMs);
    this.sessions = new Sessions(groups, rebalances);
    this.joinRule = new JoinRule(groups, limits, rebalances, uniqueIds);
    this.syncRule = new SyncRule(groups, rebalances, counts);
    this.heartbeatRule = new HeartbeatRule(groups);
    this.leaveRule = new LeaveRule(groups, sessions);
  }

  public void join(JoinGroup command, ReplyToken<JoinReply> token, Effects<GroupRecord> effects) {
    if (memory.hasRoomFor(growth(command), effects.nowMs())) {
      joinRule.decide(command, token, effects);
      note(command.groupId());
    } else {
      effects.reply(
          token, JoinReply.refused(GroupFault.COORDINATOR_NOT_AVAILABLE, command.memberId()));
    }
  }

  public void sync(SyncGroup command, ReplyToken<SyncReply> token, Effects<GroupRecord> effects) {
    if (memory.hasRoomFor(growth(command), effects.nowMs())) {
      syncRule.decide(command, token, effects);
      note(command.groupId());
    } else {
      effects.reply(token, SyncReply.refused(GroupFault.COORDINATOR_NOT_AVAILABLE));
    }
  }

  public void heartbeat(
      Heartbeat command, ReplyToken<GroupFault> token, Effects<GroupRecord> effects) {
    heartbeatRule.decide(command, token, effects);
  }

  public void leave(
      LeaveGroup command, ReplyToken<LeaveReply> token, Effects<GroupRecord> effects) {
    leaveRule.decide(command, token, effects);
    note(command.groupId());
  }

  public void onTimer(GroupTimer timer, Effects<GroupRecord> effects) {
    ClassicGroup group = groups.find(timer.groupId());
    if (group == null) {
      return;
    }
    if (timer instanceof GroupTimer.Session session) {
      sessions.expire(group, session.memberId(), effects);
    } else if (timer instanceof GroupTimer.Join) {
      rebalances.onJoinTimer(group, effects);
    } else {
      rebalances.onSyncTimer(group, effects);
    }
    note(timer.groupId());
  }

  /**
   * After a load: sessions begin anew, and a group that is larger than now allowed is asked to form
   * again.
   */
  public void resume(ClassicGroup group, Effects<GroupRecord> effects) {
    group.members().forEach(member -> Sessions.renew(group, member, effects));
    if (group.members().size() > limits.groupSizeMax()) {
      rebalances.prepare(group, effects);
    }
    note(group.groupId());
  }

  /** A member has shown by a commit that it lives. */
  public void renewSession(ClassicGroup group, Member member, Effects<GroupRecord> effects) {
    Sessions.renew(group, member, effects);
  }

  /** Drops the timers of a group that is deleted. */
  public void forget(ClassicGroup group, Effects<GroupRecord> effects) {
    group
        .pendingMembers()
        .forEach(id -> effects.cancel(new GroupTimer.Session(group.groupId(), id)));
    groups.remove(group);
    note(group.groupId());
  }

  private void note(String groupId) {
    ClassicGroup group = groups.find(groupId);
    memory.note(groupId, group == null ? 0 : group.memberBytes());
  }

  /** How much more the groups take with a member that joins, or joins again. */
  private long growth(JoinGroup command) {
    ClassicGroup group = groups.find(command.groupId());
    String instanceId = command.groupInstanceId();
    Member before = null;
    if (group != null) {
      String staticId = instanceId == null ? null : group.staticMemberId(instanceId);
      before = group.member(staticId == null ? command.memberId() : staticId);
    }
    return Member.bytes(command)
        - (before == null ? 0 : before.bytes())
        + (group == null ? MemberMemory.bytesOf(command.groupId()) : 0);
  }

  /** How much more they take with what the leader assigns, in the place of the last assignment. */
  private long growth(SyncGroup command) {
    ClassicGroup group = groups.find(command.groupId());
    if (group == null || !group.isIn(GroupState.COMPLETING_REBALANCE)) {
      return 0;
    }
    long assigned = command.assignments().stream().mapToLong(a -> a.assignment().length()).sum();
    return assigned - group.members().stream().mapToLong(m -> m.assignment().length()).sum();
  }
}
