package io.barnabas.transaction.shard;

import io.barnabas.coordinator.CoordinatorFault;
import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.Operation;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import java.util.function.BiFunction;
import java.util.function.Function;

/** An operation on a transaction shard whose refusals are transaction faults. */
record TransactionOperation<T>(
    Rule<T> rule, Function<TransactionFault, T> refusal, boolean waitsForLoad)
    implements Operation<TransactionShard, TransactionRecord, T> {

  TransactionOperation(Rule<T> rule, Function<TransactionFault, T> refusal) {
    this(rule, refusal, false);
  }

  /** What the shard does with it. */
  interface Rule<T> {
    void decide(TransactionShard shard, ReplyToken<T> token, Effects<TransactionRecord> effects);
  }

  /** An operation that is answered by the decision that it causes. */
  static <T> TransactionOperation<T> answered(
      BiFunction<TransactionShard, Effects<TransactionRecord>, T> rule,
      Function<TransactionFault, T> refusal) {
    return new TransactionOperation<>(
        (shard, token, effects) -> effects.reply(token, rule.apply(shard, effects)), refusal);
  }

  @Override
  public void decide(
      TransactionShard shard, ReplyToken<T> token, Effects<TransactionRecord> effects) {
    rule.decide(shard, token, effects);
  }

  @Override
  public T refused(CoordinatorFault fault) {
    return refusal.apply(
        switch (fault) {
          case NOT_OWNER -> TransactionFault.NOT_COORDINATOR;
          case LOADING -> TransactionFault.COORDINATOR_LOAD_IN_PROGRESS;
          case NOT_DURABLE, OVERLOADED -> TransactionFault.COORDINATOR_NOT_AVAILABLE;
        });
  }
}
