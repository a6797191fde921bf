package io.barnabas.coordinator;

import java.util.function.Function;

/**
 * An operation made of a rule, and of what is answered when it is refused.
 *
 * @param <S> the shard
 * @param <R> its records
 * @param <F> its faults
 * @param <T> the reply
 * @param translation what a fault of the runtime is in the shard's words
 */
public record RuleOperation<S, R, F, T>(
    Rule<S, R, T> rule,
    Function<F, T> refusal,
    Function<CoordinatorFault, F> translation,
    boolean waitsForLoad)
    implements Operation<S, R, T> {

  /** What the shard does; it answers the token, now or in a later decision. */
  @FunctionalInterface
  public interface Rule<S, R, T> {
    void decide(S shard, ReplyToken<T> token, Effects<R> effects);
  }

  @Override
  public void decide(S shard, ReplyToken<T> token, Effects<R> effects) {
    rule.decide(shard, token, effects);
  }

  @Override
  public T refused(CoordinatorFault fault) {
    return refusal.apply(translation.apply(fault));
  }
}
