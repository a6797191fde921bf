package io.barnabas.server.partition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Who waits until records are committed: the high watermark has passed their last offset. Thread-
 * safe; nobody is told while the lock is held.
 *
 * <p>Appends of a leader with all replicas in step never come to wait here: their records are
 * committed by the time they ask.
 */
final class OffsetWaiters {
  private record Waiter(long offset, CompletableFuture<Boolean> outcome) {}

  private static final Comparator<Waiter> LOWEST_FIRST = Comparator.comparingLong(Waiter::offset);

  private final PriorityQueue<Waiter> waiters = new PriorityQueue<>(LOWEST_FIRST);

  /**
   * Waits for the high watermark to pass an offset. The caller then reads the high watermark again
   * and calls {@link #passed}, so that an advance in between is not missed.
   *
   * @return whoever loses interest completes it; it is dropped when its offset is passed
   */
  CompletionStage<Boolean> await(long offset) {
    CompletableFuture<Boolean> outcome = new CompletableFuture<>();
    synchronized (waiters) {
      waiters.add(new Waiter(offset, outcome));
    }
    return outcome;
  }

  /** Tells all whose offset lies below the high watermark. */
  void passed(long highWatermark) {
    for (Waiter waiter : takeBelow(highWatermark)) {
      waiter.outcome.complete(true);
    }
  }

  /** Tells everybody that this broker does not lead the partition any more. */
  void resigned() {
    for (Waiter waiter : takeBelow(Long.MAX_VALUE)) {
      waiter.outcome.complete(false);
    }
  }

  private List<Waiter> takeBelow(long highWatermark) {
    synchronized (waiters) {
      Waiter lowest = waiters.peek();
      if (lowest == null || lowest.offset >= highWatermark) {
        return List.of();
      }
      List<Waiter> taken = new ArrayList<>();
      while (lowest != null && lowest.offset < highWatermark) {
        taken.add(waiters.remove());
        lowest = waiters.peek();
      }
      return taken;
    }
  }
}
