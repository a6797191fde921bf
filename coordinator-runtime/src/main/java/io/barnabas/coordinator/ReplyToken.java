package io.barnabas.coordinator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The promise of one reply, which rules may keep in their state while a request waits. Answered
 * once by a decision, released once by the runtime: with the answer when it is committed, or with a
 * refusal when it cannot be.
 */
public final class ReplyToken<T> {
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final Function<CoordinatorFault, T> refusal;
  private boolean answered;

  public ReplyToken(Function<CoordinatorFault, T> refusal) {
    this.refusal = refusal;
  }

  /** Whether a decision has answered; touched on the shard's executor only. */
  public boolean answered() {
    return answered;
  }

  void markAnswered() {
    if (answered) {
      throw new IllegalStateException("a request was answered twice");
    }
    answered = true;
  }

  CompletionStage<T> stage() {
    return future;
  }

  boolean released() {
    return future.isDone();
  }

  void release(T reply) {
    future.complete(reply);
  }

  void refuse(CoordinatorFault fault) {
    if (!future.isDone()) {
      future.complete(refusal.apply(fault));
    }
  }
}
