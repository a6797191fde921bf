package io.barnabas.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order. Whoever finds the queue idle may run a quick task
 * itself, and the quick ones that others add meanwhile: a hand-over to another thread, and the
 * answer's way back, would cost more than the task. Everything else runs on a shared executor, of
 * which each queue occupies at most one thread. Both kinds of turn end after a bounded number of
 * tasks. Nobody ever waits.
 *
 * <p>Safe for any thread; the lock guards the queue only and is never held while a task runs.
 */
final class SerialQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);
  private static final int TASKS_PER_TURN = 64;

  /** What a thread that has other things to do works off for others. */
  private static final int TASKS_OF_BORROWED_TURN = 16;

  /** Quick if it says so when it is its turn; asked by a thread that is not the executor's only. */
  private record Task(BooleanSupplier quick, Runnable action) {}

  private final Executor executor;
  private final Deque<Task> tasks = new ArrayDeque<>();
  private boolean taken;

  /** Of whoever has the turn. */
  private boolean borrowed;

  SerialQueue(Executor executor) {
    this.executor = executor;
  }

  /** Queues a task that may take its time: it runs on the executor. */
  void execute(Runnable task) {
    if (add(new Task(() -> false, task))) {
      executor.execute(this::takeTurn);
    }
  }

  /**
   * Runs a task here and now if nobody else has the turn, and queues it otherwise.
   *
   * @param quick asked when it is the task's turn, before it is run: whether it needs nothing but
   *     memory, and little time
   */
  void executeHere(BooleanSupplier quick, Runnable task) {
    if (add(new Task(quick, task))) {
      take(true, TASKS_OF_BORROWED_TURN);
    }
  }

  /** Queues a task that may take its time, before all others; by the task that runs. */
  void executeNext(Runnable task) {
    synchronized (tasks) {
      tasks.addFirst(new Task(() -> false, task));
    }
  }

  /** Whether the task that runs, which asks, must not wait for anything. */
  boolean isBorrowed() {
    return borrowed;
  }

  /** Returns true if nobody had the turn; the caller has it then. */
  private boolean add(Task task) {
    synchronized (tasks) {
      tasks.addLast(task);
      boolean mine = !taken;
      taken = true;
      return mine;
    }
  }

  private void takeTurn() {
    take(false, TASKS_PER_TURN);
  }

  /** An error ends the turn and goes to the caller, but the tasks behind it still get theirs. */
  private void take(boolean borrowing, int most) {
    borrowed = borrowing;
    boolean drained = false;
    try {
      drained = runSome(borrowing, most);
    } finally {
      if (!drained) {
        executor.execute(this::takeTurn);
      }
    }
  }

  /** Returns true if nothing is left to do. */
  private boolean runSome(boolean borrowing, int most) {
    for (int count = 0; count < most; count++) {
      Task task;
      synchronized (tasks) {
        task = tasks.peekFirst();
        if (task == null) {
          taken = false;
          return true;
        }
      }
      if (borrowing && !task.quick().getAsBoolean()) {
        return false;
      }
      synchronized (tasks) {
        tasks.removeFirst();
      }
      run(task.action());
    }
    return false;
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      LOG.error("A coordinator task failed; this is a defect", e);
    }
  }
}
