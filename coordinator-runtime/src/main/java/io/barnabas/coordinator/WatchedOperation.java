package io.barnabas.coordinator;

import java.util.function.LongSupplier;

/**
 * Has somebody watch an operation.
 *
 * @param <S> the shard
 * @param <R> its records
 * @param <T> the reply
 */
final class WatchedOperation<S, R, T> implements Operation<S, R, T> {
  private final Operation<S, R, T> operation;
  private final RuntimeWatch watch;
  private final LongSupplier nanoTime;
  private final long queuedNanos;
  private volatile boolean begun;

  private WatchedOperation(
      Operation<S, R, T> operation, RuntimeWatch watch, LongSupplier nanoTime) {
    this.operation = operation;
    this.watch = watch;
    this.nanoTime = nanoTime;
    this.queuedNanos = nanoTime.getAsLong();
  }

  /** The operation, which is queued now. */
  static <S, R, T> Operation<S, R, T> of(
      Operation<S, R, T> operation, RuntimeEnvironment environment) {
    if (environment.watch() == RuntimeWatch.NONE) {
      return operation;
    }
    environment.watch().queued();
    return new WatchedOperation<>(operation, environment.watch(), environment.nanoTime());
  }

  @Override
  public void decide(S shard, ReplyToken<T> token, Effects<R> effects) {
    begun = true;
    long begunNanos = nanoTime.getAsLong();
    try {
      operation.decide(shard, token, effects);
    } finally {
      watch.decided(queuedNanos, begunNanos, nanoTime.getAsLong());
    }
  }

  @Override
  public boolean isQuick(S shard) {
    return operation.isQuick(shard);
  }

  @Override
  public boolean waitsForLoad() {
    return operation.waitsForLoad();
  }

  /** Asked for once: by whoever does not decide it, or can make nothing of what was decided. */
  @Override
  public T refused(CoordinatorFault fault) {
    if (!begun) {
      watch.dropped();
    }
    return operation.refused(fault);
  }
}
