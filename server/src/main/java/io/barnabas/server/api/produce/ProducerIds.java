package io.barnabas.server.api.produce;

import io.barnabas.metadata.controller.AllocateProducerIds;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands out producer ids, each once, from blocks the controller allocates. What is left of a block
 * when the broker stops is never used. Thread-safe by its own monitor; nobody is told under it.
 */
public final class ProducerIds {
  /** Told when no block could be had; the client tries again. */
  public static final long NONE = -1;

  private final Controller controller;
  private final int nodeId;
  private final LongSupplier brokerEpoch;
  private final Queue<CompletableFuture<Long>> waiting = new ArrayDeque<>();
  private long next;
  private long end;
  private boolean asking;

  /**
   * Ids from this controller.
   *
   * @param brokerEpoch the epoch under which this broker is registered now
   */
  public ProducerIds(Controller controller, int nodeId, LongSupplier brokerEpoch) {
    this.controller = controller;
    this.nodeId = nodeId;
    this.brokerEpoch = brokerEpoch;
  }

  /** A new id, or {@link #NONE}. Completed at once, or on the metadata executor. */
  public CompletionStage<Long> take() {
    CompletableFuture<Long> waiter;
    synchronized (this) {
      if (next < end) {
        return CompletableFuture.completedFuture(next++);
      }
      waiter = new CompletableFuture<>();
      waiting.add(waiter);
      if (asking) {
        return waiter;
      }
      asking = true;
    }
    ask();
    return waiter;
  }

  /** Whoever waits is told in every case, or nobody would ever ask again. */
  private void ask() {
    controller
        .submit(new AllocateProducerIds(nodeId, brokerEpoch.getAsLong()))
        .whenComplete((answer, defect) -> allocated(answer));
  }

  private void allocated(@Nullable Answer<AllocateProducerIds.Reply> answer) {
    boolean got =
        answer instanceof Answer.Decided<AllocateProducerIds.Reply> decided
            && decided.reply().refusal() == null
            && startBlock(decided.reply());
    boolean more = true;
    while (more) {
      more = got ? serveOne() : failOne();
    }
  }

  private synchronized boolean startBlock(AllocateProducerIds.Reply block) {
    next = block.firstProducerId();
    end = next + block.count();
    return true;
  }

  private boolean serveOne() {
    CompletableFuture<Long> waiter;
    long id;
    synchronized (this) {
      waiter = waiting.peek();
      if (waiter == null) {
        asking = false;
        return false;
      }
      if (next < end) {
        waiting.remove();
        id = next++;
      } else {
        waiter = null;
        id = NONE;
      }
    }
    if (waiter == null) {
      ask();
      return false;
    }
    waiter.complete(id);
    return true;
  }

  private boolean failOne() {
    CompletableFuture<Long> waiter;
    synchronized (this) {
      waiter = waiting.poll();
      if (waiter == null) {
        asking = false;
        return false;
      }
    }
    waiter.complete(NONE);
    return true;
  }
}
