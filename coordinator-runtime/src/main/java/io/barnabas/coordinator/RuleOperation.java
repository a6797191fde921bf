package io.barnabas.coordinator;

import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An operation made of a rule, and of what is answered when it is refused.
 *
 * @param <S> the shard
 * @param <R> its records
 * @param <F> its faults
 * @param <T> the reply
 * @param translation what a fault of the runtime is in the shard's words
 * @param quick whether a shard decides it from memory alone
 */
public record RuleOperation<S, R, F, T>(
    Rule<S, R, T> rule,
    Function<F, T> refusal,
    Function<CoordinatorFault, F> translation,
    boolean waitsForLoad,
    Predicate<S> quick)
    implements Operation<S, R, T> {

  /** What the shard does; it answers the token, now or in a later decision. */
  @FunctionalInterface
  public interface Rule<S, R, T> {
    void decide(S shard, ReplyToken<T> token, Effects<R> effects);
  }

  /** The same, quick for shards of which that is true: see {@link Operation#isQuick}. */
  public RuleOperation<S, R, F, T> quickWhen(Predicate<S> condition) {
    return new RuleOperation<>(rule, refusal, translation, waitsForLoad, condition);
  }

  @Override
  public boolean isQuick(S shard) {
    return quick.test(shard);
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
