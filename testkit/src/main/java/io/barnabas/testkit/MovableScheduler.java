package io.barnabas.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A timer whose time jumps: the JDK's own knows no clock but the system's. One thread runs the
 * tasks, in the order they are due. Tasks that wait when it is shut down are dropped, as in a
 * broker in service. Any thread.
 */
final class MovableScheduler extends AbstractExecutorService implements ScheduledExecutorService {
  private final LongSupplier nanoTime;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<TimedTask<?>> queue = new PriorityQueue<>();
  private long sequence;
  private boolean busy;
  private boolean stopped;
  private boolean ended;

  MovableScheduler(LongSupplier nanoTime, ThreadFactory threads) {
    this.nanoTime = nanoTime;
    this.thread = threads.newThread(this::work);
    thread.start();
  }

  private void work() {
    for (TimedTask<?> task = take(); task != null; task = take()) {
      task.run();
    }
  }

  /** The next task, when it is due; null when there is to be none. */
  private @Nullable TimedTask<?> take() {
    lock.lock();
    try {
      busy = false;
      changed.signalAll();
      while (!stopped) {
        TimedTask<?> head = queue.peek();
        long nanos = head == null ? Long.MAX_VALUE : head.deadline() - nanoTime.getAsLong();
        if (head != null && nanos <= 0) {
          queue.poll();
          busy = true;
          return head;
        }
        await(nanos);
      }
      ended = true;
      changed.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void await(long nanos) {
    try {
      long unused = changed.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Nobody has a reason to, and the timer goes on until it is shut down.
    }
  }

  /** Looks at the clock again. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing is due and nothing runs; not from within a task. */
  void settle() {
    if (Thread.currentThread() == thread) {
      return;
    }
    lock.lock();
    try {
      while (!ended && (busy || isDue(queue.peek()))) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isDue(@Nullable TimedTask<?> task) {
    return task != null && task.deadline() - nanoTime.getAsLong() <= 0;
  }

  /** Takes a task again that is to be run another time. */
  void repeat(TimedTask<?> task) {
    lock.lock();
    try {
      if (!stopped && !task.isCancelled()) {
        queue.add(task);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a task that has been cancelled. */
  void remove(TimedTask<?> task) {
    lock.lock();
    try {
      queue.remove(task);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  long nanoTime() {
    return nanoTime.getAsLong();
  }

  private <V> ScheduledFuture<V> add(Callable<V> body, long delayNanos, long pauseNanos) {
    lock.lock();
    try {
      if (stopped) {
        throw new RejectedExecutionException("the timer is shut down");
      }
      TimedTask<V> task =
          new TimedTask<>(
              this, body, nanoTime.getAsLong() + Math.max(0, delayNanos), pauseNanos, sequence++);
      queue.add(task);
      changed.signalAll();
      return task;
    } finally {
      lock.unlock();
    }
  }

  private static Callable<@Nullable Void> callable(Runnable body) {
    return () -> {
      body.run();
      return null;
    };
  }

  @Override
  public ScheduledFuture<?> schedule(Runnable body, long delay, TimeUnit unit) {
    return add(callable(body), unit.toNanos(delay), 0);
  }

  @Override
  public <V> ScheduledFuture<V> schedule(Callable<V> body, long delay, TimeUnit unit) {
    return add(body, unit.toNanos(delay), 0);
  }

  @Override
  public ScheduledFuture<?> scheduleWithFixedDelay(
      Runnable body, long initialDelay, long delay, TimeUnit unit) {
    return add(callable(body), unit.toNanos(initialDelay), unit.toNanos(delay));
  }

  /** A rate cannot be kept across a jump: the pause is the same from the end of each run. */
  @Override
  public ScheduledFuture<?> scheduleAtFixedRate(
      Runnable body, long initialDelay, long period, TimeUnit unit) {
    return scheduleWithFixedDelay(body, initialDelay, period, unit);
  }

  @Override
  public void execute(Runnable body) {
    ScheduledFuture<?> unused = schedule(body, 0, TimeUnit.NANOSECONDS);
  }

  @Override
  public void shutdown() {
    List<Runnable> unused = shutdownNow();
  }

  @Override
  public List<Runnable> shutdownNow() {
    lock.lock();
    try {
      stopped = true;
      List<Runnable> waiting = new ArrayList<>(queue);
      queue.clear();
      changed.signalAll();
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isShutdown() {
    lock.lock();
    try {
      return stopped;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean isTerminated() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = unit.toNanos(timeout);
      while (!ended && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }
}
