package io.barnabas.metadata.controller;

import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this controller has appended and not yet seen committed, in order. */
final class PendingAppends {

  /** One appended decision and where it leads. */
  record Pending(long lastOffset, MetadataDelta delta, MetadataImage image) {}

  /**
   * Someone waiting for an offset to commit.
   *
   * @param outcome told null once it has, otherwise why it did not
   */
  private record Waiter(long offset, Consumer<@Nullable Refusal> outcome) {}

  private final Deque<Pending> appended = new ArrayDeque<>();
  private final Deque<Waiter> waiters = new ArrayDeque<>();

  void append(Pending pending) {
    appended.add(pending);
  }

  /** Whether everything appended has been committed. */
  boolean isEmpty() {
    return appended.isEmpty();
  }

  /** Remembers who waits; offsets never fall from one call to the next. */
  void await(long offset, Consumer<@Nullable Refusal> outcome) {
    waiters.add(new Waiter(offset, outcome));
  }

  /** Takes out the append that ends at this offset, if it is the next one. */
  @Nullable Pending takeIfNext(long lastOffset) {
    Pending next = appended.peek();
    return next != null && next.lastOffset() == lastOffset ? appended.remove() : null;
  }

  /** Releases everyone who waits for this offset or a lower one. */
  void committed(long offset) {
    while (!waiters.isEmpty() && waiters.peek().offset() <= offset) {
      waiters.remove().outcome().accept(null);
    }
  }

  /** Forgets all appends and tells everyone who waits why. */
  void fail(Refusal refusal) {
    appended.clear();
    while (!waiters.isEmpty()) {
      waiters.remove().outcome().accept(refusal);
    }
  }
}
