package io.barnabas.storage.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: holds back the answers to appends until what they wrote is synced, where the flush
 * policy demands that. One sync answers for everything written before it began; what is written
 * meanwhile waits for the next one. Answers keep the order of offsets.
 *
 * <p>Producers that wait for their answers come in turns: those whom one sync has answered write
 * while the next one runs, and each sync serves half of them. So a sync waits for as many appends
 * as there were lately, on its own thread and no longer than the last sync took: a whole turn then
 * needs one sync, and takes no longer than two. It does not wait where other logs wait for threads.
 */
final class SyncGate {
  /** No sync waits longer for appends, however slow the disk is. */
  private static final long PATIENCE_MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** The answer to one group of appends; told the reason if the sync failed. */
  private record Held(
      long endOffset, int appends, boolean needsSync, Consumer<@Nullable String> answer) {}

  private final LogState log;
  private final LogFlusher flusher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  // Guarded by the lock.
  private final Deque<Held> held = new ArrayDeque<>();
  private int heldAppends;
  private boolean syncing;
  private boolean gathering;
  private int expected;
  private long patienceNanos;

  SyncGate(LogState log, LogFlusher flusher) {
    this.log = log;
    this.flusher = flusher;
  }

  /** Whether what ends at this offset must be synced before it is answered. */
  boolean holdsBack(long endOffset) {
    return endOffset - log.recoveryPoint() >= log.config().flushMessages();
  }

  /**
   * Answers now, or after a sync that covers the offset. Called by the log's owner, in order.
   *
   * @param appends how many are answered by this
   */
  void answer(long endOffset, int appends, Consumer<@Nullable String> answer) {
    boolean needsSync = holdsBack(endOffset);
    lock.lock();
    try {
      if (needsSync || syncing) {
        held.add(new Held(endOffset, appends, needsSync, answer));
        heldAppends += appends;
        if (gathering && heldAppends >= expected) {
          arrived.signal();
        }
        if (syncing) {
          return;
        }
        syncing = true;
      }
    } finally {
      lock.unlock();
    }
    if (!needsSync) {
      answer.accept(null);
      return;
    }
    if (!onAThread()) {
      syncHeld();
    }
  }

  /** False when the broker is stopping. */
  private boolean onAThread() {
    try {
      log.context().syncs().execute(this::syncHeld);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  private void syncHeld() {
    do {
      int covered = gather();
      long start = log.context().syncs().nanoTime();
      String failure = sync();
      long took = log.context().syncs().nanoTime() - start;
      for (Held one : release(covered, failure, took)) {
        one.answer().accept(failure);
      }
    } while (!finished() && !leftToOthers());
  }

  /** One whose producers never pause would keep its thread for ever: others wait for one. */
  private boolean leftToOthers() {
    return log.context().syncs().isBusy() && onAThread();
  }

  private @Nullable String sync() {
    try {
      flusher.flush();
      return null;
    } catch (IOException e) {
      return "sync failed: " + e.getMessage();
    } catch (RuntimeException e) {
      // Whoever waits must be told, and those who come must not wait for a thread that is gone.
      log.context().health().fail("syncing " + log.id() + ": " + e);
      return "sync failed";
    }
  }

  /**
   * Waits for as many appends as are expected, with little patience; how many answers wait then.
   */
  private int gather() {
    lock.lock();
    try {
      long left = patienceNanos;
      gathering = true;
      while (heldAppends < expected && left > 0 && !log.context().syncs().isBusy()) {
        left = arrived.awaitNanos(left);
      }
      return held.size();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return held.size();
    } finally {
      gathering = false;
      lock.unlock();
    }
  }

  /**
   * Takes out whom the sync answers: those who waited when it began, whatever a truncation has made
   * of the recovery point since, and whom it happens to cover.
   */
  private List<Held> release(int covered, @Nullable String failure, long tookNanos) {
    lock.lock();
    try {
      List<Held> released = new ArrayList<>();
      int appends = 0;
      while (!held.isEmpty()) {
        Held first = held.element();
        if (failure == null
            && released.size() >= covered
            && first.needsSync()
            && first.endOffset() > log.recoveryPoint()) {
          break;
        }
        released.add(held.remove());
        appends += first.appends();
      }
      expected = heldAppends;
      heldAppends -= appends;
      patienceNanos = Math.min(tookNanos, PATIENCE_MAX_NANOS);
      return released;
    } finally {
      lock.unlock();
    }
  }

  private boolean finished() {
    lock.lock();
    try {
      if (held.isEmpty()) {
        syncing = false;
      }
      return !syncing;
    } finally {
      lock.unlock();
    }
  }
}
