package io.barnabas.coordinator;

/**
 * Something a shard is asked to do.
 *
 * @param <S> the shard
 * @param <R> its records
 * @param <T> the reply
 */
public interface Operation<S, R, T> {

  /**
   * Decides, on the shard's executor or, where it {@linkplain #isQuick is quick}, on the thread
   * that submitted it or another operation. Whoever holds the token must answer it exactly once,
   * now or in a later decision, through {@link Effects#reply}.
   */
  void decide(S shard, ReplyToken<T> token, Effects<R> effects);

  /**
   * Whether the shard, as it is now, decides this from memory alone and in little time, so that a
   * thread that must not wait may have it decide. Asked by whoever is about to.
   */
  default boolean isQuick(S shard) {
    return false;
  }

  /**
   * Whether the operation, submitted to a partition that is being loaded, waits for that instead of
   * being refused. For what must not be missed and comes from this broker, not from clients: the
   * bound of operations in flight does not hold for it.
   */
  default boolean waitsForLoad() {
    return false;
  }

  /** The reply when the runtime cannot run the operation or cannot make its outcome durable. */
  T refused(CoordinatorFault fault);
}
