package io.barnabas.group.classic;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
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
  private final Rebalances rebalances;
  private final Sessions sessions;
  private final JoinRule joinRule;
  private final SyncRule syncRule;
  private final HeartbeatRule heartbeatRule;
  private final LeaveRule leaveRule;

  /**
   * @param initialRebalanceDelayMs how long the first rebalance of an empty group is put off for
   *     further members
   * @param uniqueIds makes the unguessable part of member ids
   */
  public ClassicRules(
      Groups groups,
      ClassicLimits limits,
      int initialRebalanceDelayMs,
      Supplier<String> uniqueIds) {
    this.groups = groups;
    this.limits = limits;
    this.rebalances = new Rebalances(initialRebalanceDelayMs);
    this.sessions = new Sessions(groups, rebalances);
    this.joinRule = new JoinRule(groups, limits, rebalances, uniqueIds);
    this.syncRule = new SyncRule(groups, rebalances);
    this.heartbeatRule = new HeartbeatRule(groups);
    this.leaveRule = new LeaveRule(groups, sessions);
  }

  public void join(JoinGroup command, ReplyToken<JoinReply> token, Effects<GroupRecord> effects) {
    joinRule.decide(command, token, effects);
  }

  public void sync(SyncGroup command, ReplyToken<SyncReply> token, Effects<GroupRecord> effects) {
    syncRule.decide(command, token, effects);
  }

  public void heartbeat(
      Heartbeat command, ReplyToken<GroupFault> token, Effects<GroupRecord> effects) {
    heartbeatRule.decide(command, token, effects);
  }

  public void leave(
      LeaveGroup command, ReplyToken<LeaveReply> token, Effects<GroupRecord> effects) {
    leaveRule.decide(command, token, effects);
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
  }
}
