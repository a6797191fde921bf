package io.barnabas.coordinator;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one after the other, in order, on a shared executor. Many queues share few threads:
 * each occupies at most one, and gives it back after a bounded number of tasks. Safe for any
 * thread; the lock guards the queue only and is never held while a task runs.
 */
final class SerialQueue {
  private static final Logger LOG = LoggerFactory.getLogger(SerialQueue.class);
  private static final int TASKS_PER_TURN = 64;

  private final Executor executor;
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private boolean scheduled;

  SerialQueue(Executor executor) {
    this.executor = executor;
  }

  void execute(Runnable task) {
    synchronized (tasks) {
      tasks.addLast(task);
      if (scheduled) {
        return;
      }
      scheduled = true;
    }
    executor.execute(this::takeTurn);
  }

  /** An error ends the turn and goes to the executor, but the tasks behind it still get theirs. */
  private void takeTurn() {
    boolean drained = false;
    try {
      drained = runSome();
    } finally {
      if (!drained) {
        executor.execute(this::takeTurn);
      }
    }
  }

  /** Returns true if nothing is left to do. */
  private boolean runSome() {
    for (int count = 0; count < TASKS_PER_TURN; count++) {
      Runnable task;
      synchronized (tasks) {
        task = tasks.pollFirst();
        if (task == null) {
          scheduled = false;
          return true;
        }
      }
      run(task);
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
