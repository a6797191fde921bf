package io.barnabas.storage.log;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Group commit: holds back the answers to appends until what they wrote is synced, where the flush
 * policy demands that. One sync answers for everything written before it began; what is written
 * meanwhile waits for the next one. Answers keep the order of offsets.
 */
final class SyncGate {
  /** The answer to one group; told the reason if the sync failed. */
  private record Held(long endOffset, boolean needsSync, Consumer<@Nullable String> answer) {}

  private final LogState log;
  private final LogFlusher flusher;
  private final Deque<Held> held = new ArrayDeque<>();
  private boolean syncing;

  SyncGate(LogState log, LogFlusher flusher) {
    this.log = log;
    this.flusher = flusher;
  }

  /** Answers now, or after a sync that covers the offset. Called by the log's owner, in order. */
  void answer(long endOffset, Consumer<@Nullable String> answer) {
    boolean needsSync = endOffset - log.recoveryPoint() >= log.config().flushMessages();
    synchronized (this) {
      if (needsSync || syncing) {
        held.add(new Held(endOffset, needsSync, answer));
        if (syncing) {
          return;
        }
        syncing = true;
      }
    }
    if (!needsSync) {
      answer.accept(null);
      return;
    }
    try {
      log.context().syncExecutor().execute(this::syncHeld);
    } catch (RejectedExecutionException e) {
      syncHeld();
    }
  }

  private void syncHeld() {
    List<Held> answered;
    do {
      int covered = waiting();
      String failure = sync();
      answered = release(covered, failure);
      for (Held one : answered) {
        one.answer().accept(failure);
      }
    } while (!finished());
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

  private synchronized int waiting() {
    return held.size();
  }

  /**
   * Takes out whom the sync answers: those who waited when it began, whatever a truncation has made
   * of the recovery point since, and whom it happens to cover.
   */
  private synchronized List<Held> release(int covered, @Nullable String failure) {
    List<Held> released = new ArrayList<>();
    while (!held.isEmpty()) {
      Held first = held.element();
      if (failure == null
          && released.size() >= covered
          && first.needsSync()
          && first.endOffset() > log.recoveryPoint()) {
        break;
      }
      released.add(held.remove());
    }
    return released;
  }

  private synchronized boolean finished() {
    if (held.isEmpty()) {
      syncing = false;
    }
    return !syncing;
  }
}
