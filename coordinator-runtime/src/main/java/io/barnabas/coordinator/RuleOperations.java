package io.barnabas.coordinator;

import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Makes the operations of one kind of shard.
 *
 * @param <S> the shard
 * @param <R> its records
 * @param <F> its faults
 * @param translation what a fault of the runtime is in the shard's words
 */
public record RuleOperations<S, R, F>(Function<CoordinatorFault, F> translation) {

  /** An operation whose rule answers when it will. */
  public <T> RuleOperation<S, R, F, T> of(
      RuleOperation.Rule<S, R, T> rule, Function<F, T> refusal) {
    return new RuleOperation<>(rule, refusal, translation, false, shard -> false);
  }

  /** An operation that is answered by the decision that it causes. */
  public <T> RuleOperation<S, R, F, T> answered(
      BiFunction<S, Effects<R>, T> rule, Function<F, T> refusal) {
    return of((shard, token, effects) -> effects.reply(token, rule.apply(shard, effects)), refusal);
  }

  /** An operation that must not be missed: see {@link Operation#waitsForLoad}. */
  public <T> RuleOperation<S, R, F, T> unmissed(
      BiFunction<S, Effects<R>, T> rule, Function<F, T> refusal) {
    return new RuleOperation<>(
        (shard, token, effects) -> effects.reply(token, rule.apply(shard, effects)),
        refusal,
        translation,
        true,
        shard -> false);
  }
}
