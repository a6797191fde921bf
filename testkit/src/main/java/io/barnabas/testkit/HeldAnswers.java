package io.barnabas.testkit;

import io.barnabas.server.api.CloseConnection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Answers that faults hold up, to be let go of when the broker stops before their time. */
final class HeldAnswers {
  private final Set<CompletableFuture<?>> held = ConcurrentHashMap.newKeySet();

  /** An answer to come. */
  <R> CompletableFuture<R> hold() {
    CompletableFuture<R> answer = new CompletableFuture<>();
    held.add(answer);
    var unused = answer.whenComplete((done, failure) -> held.remove(answer));
    return answer;
  }

  /** Ends all of them: there is nobody to answer any more. */
  void drop() {
    Set.copyOf(held)
        .forEach(each -> each.completeExceptionally(new CloseConnection("the broker stops")));
  }
}
