package io.barnabas.storage.log;

import io.barnabas.storage.log.LogTask.Append;
import io.barnabas.storage.log.LogTask.Exclusive;
import io.barnabas.storage.log.LogTask.Held;
import io.barnabas.storage.log.LogTask.Quick;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Combines the appends to a log. The thread that finds the queue idle owns the log and works off
 * what is queued, all waiting appends in one go; the others only queue and leave. Nobody ever
 * waits.
 *
 * <p>Work that is slow (truncation, deletion) is not done by the thread that happens to own the
 * log, which may be an event loop: ownership is handed to the executor, and so it is when one
 * thread has worked for others for a long time.
 *
 * <p>{@code pending} counts what is queued and not yet worked off. Whoever raises it from 0 is the
 * owner until it is 0 again. Elements are added before they are counted, so the owner takes as many
 * as it has counted.
 */
final class TaskQueue {
  private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);

  /** Appends written in one go at most. */
  private static final int GROUP_APPENDS = 256;

  /** Rounds after which a thread has done enough for others. */
  private static final int ROUNDS = 16;

  private final Queue<LogTask> tasks = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final Executor executor;

  /** Changed by the owner only, whose successor sees it. */
  private Consumer<List<Append>> appender;

  TaskQueue(Executor executor, Consumer<List<Append>> appender) {
    this.executor = executor;
    this.appender = appender;
  }

  /** Has what is appended from now on go elsewhere; by the owner. */
  void appendWith(Consumer<List<Append>> changed) {
    appender = changed;
  }

  void submit(LogTask task) {
    tasks.add(task);
    if (pending.getAndIncrement() == 0) {
      drain(ROUNDS);
    }
  }

  /**
   * Takes over what came before there was a queue; before anybody else submits. If that is
   * anything, the caller owns the log, and {@link #workOff} must follow.
   */
  void takeOver(List<? extends LogTask> early) {
    tasks.addAll(early);
    pending.addAndGet(early.size());
  }

  /** Works off what was taken over, so many tasks, and what has come since. */
  void workOff(int takenOver) {
    if (takenOver > 0) {
      drain(ROUNDS);
    }
  }

  private void drain(int rounds) {
    int left = rounds;
    int open = pending.get();
    while (open > 0) {
      if (left == 0) {
        handOver(() -> drain(Integer.MAX_VALUE));
        return;
      }
      left--;
      LogTask task = tasks.element();
      if (task instanceof Exclusive exclusive) {
        tasks.remove();
        handOver(() -> runExclusive(exclusive));
        return;
      }
      if (task instanceof Held held) {
        tasks.remove();
        held.owner().accept(this::goOn);
        return;
      }
      open = pending.addAndGet(task instanceof Quick quick ? -run(quick) : -appendGroup(open));
    }
  }

  private int run(Quick quick) {
    tasks.remove();
    try {
      quick.action().run();
    } catch (RuntimeException e) {
      // A defect, but the log must not stand still for it.
      LOG.error("A task failed", e);
    }
    return 1;
  }

  private int appendGroup(int open) {
    List<Append> group = nextGroup(open);
    appender.accept(group);
    return group.size();
  }

  private List<Append> nextGroup(int open) {
    List<Append> group = new ArrayList<>(Math.min(open, GROUP_APPENDS));
    while (group.size() < Math.min(open, GROUP_APPENDS) && tasks.peek() instanceof Append append) {
      tasks.remove();
      group.add(append);
    }
    return group;
  }

  private void runExclusive(Exclusive exclusive) {
    try {
      exclusive.action().run();
    } finally {
      if (pending.addAndGet(-1) > 0) {
        drain(Integer.MAX_VALUE);
      }
    }
  }

  /** Ends a turn that was held. */
  private void goOn() {
    if (pending.addAndGet(-1) > 0) {
      handOver(() -> drain(Integer.MAX_VALUE));
    }
  }

  private void handOver(Runnable owner) {
    try {
      executor.execute(owner);
    } catch (RejectedExecutionException e) {
      // The broker is stopping; whoever is here does it.
      owner.run();
    }
  }
}
