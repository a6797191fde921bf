package io.barnabas.group.shard;

import io.barnabas.coordinator.CoordinatorFault;
import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.Operation;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.record.GroupRecord;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An operation on a group shard whose refusals are group faults. */
record GroupOperation<T>(Rule<T> rule, Function<GroupFault, T> refusal, boolean waitsForLoad)
    implements Operation<GroupShard, GroupRecord, T> {

  GroupOperation(Rule<T> rule, Function<GroupFault, T> refusal) {
    this(rule, refusal, false);
  }

  /** What the shard does with it. */
  interface Rule<T> {
    void decide(GroupShard shard, ReplyToken<T> token, Effects<GroupRecord> effects);
  }

  /** An operation that is answered by the decision that it causes. */
  static <T> GroupOperation<T> answered(
      BiFunction<GroupShard, Effects<GroupRecord>, T> rule, Function<GroupFault, T> refusal) {
    return new GroupOperation<>(
        (shard, token, effects) -> effects.reply(token, rule.apply(shard, effects)), refusal);
  }

  @Override
  public void decide(GroupShard shard, ReplyToken<T> token, Effects<GroupRecord> effects) {
    rule.decide(shard, token, effects);
  }

  @Override
  public T refused(CoordinatorFault fault) {
    return refusal.apply(toGroupFault(fault));
  }

  private static GroupFault toGroupFault(CoordinatorFault fault) {
    return switch (fault) {
      case NOT_OWNER -> GroupFault.NOT_COORDINATOR;
      case LOADING -> GroupFault.COORDINATOR_LOAD_IN_PROGRESS;
      case NOT_DURABLE, OVERLOADED -> GroupFault.COORDINATOR_NOT_AVAILABLE;
    };
  }
}
