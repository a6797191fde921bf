package io.barnabas.coordinator;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The promise of one reply, which rules may keep in their state while a request waits. Answered
 * once by a decision, released once by the runtime: with the answer when it is committed, or with a
 * refusal when it cannot be.
 */
public final class ReplyToken<T> {
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final Function<CoordinatorFault, T> refusal;
  private final @Nullable Consumer<T> onCommitted;
  private boolean answered;

  public ReplyToken(Function<CoordinatorFault, T> refusal) {
    this.refusal = refusal;
    this.onCommitted = null;
  }

  private ReplyToken(Consumer<T> onCommitted) {
    this.refusal =
        fault -> {
          throw new IllegalStateException("nobody asked");
        };
    this.onCommitted = onCommitted;
  }

  /**
   * A token for what the shard itself wants done once a decision is committed: the consumer gets
   * the answer then, on the shard's executor. If the decision cannot be made durable nobody is
   * told, since the shard begins anew from what is.
   */
  public static <T> ReplyToken<T> notice(Consumer<T> onCommitted) {
    return new ReplyToken<>(onCommitted);
  }

  /** Whether nobody asked: the shard itself waits for the commit, however long it takes. */
  boolean isNotice() {
    return onCommitted != null;
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
    if (future.complete(reply) && onCommitted != null) {
      onCommitted.accept(reply);
    }
  }

  void refuse(CoordinatorFault fault) {
    if (onCommitted != null) {
      future.cancel(false);
    } else if (!future.isDone()) {
      future.complete(refusal.apply(fault));
    }
  }
}
