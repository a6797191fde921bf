package io.barnabas.testkit;

import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Something to be done at a time. Its deadline changes on the timer's thread alone, between runs.
 */
final class TimedTask<V> extends FutureTask<V> implements RunnableScheduledFuture<V> {
  private final MovableScheduler scheduler;
  private final long pauseNanos;
  private final long sequence;
  private volatile long deadline;

  /**
   * A task.
   *
   * @param deadline by the scheduler's clock
   * @param pauseNanos between the end of a run and the next; 0 for a task that runs once
   * @param sequence tells apart what is due at the same time
   */
  TimedTask(
      MovableScheduler scheduler, Callable<V> body, long deadline, long pauseNanos, long sequence) {
    super(body);
    this.scheduler = scheduler;
    this.deadline = deadline;
    this.pauseNanos = pauseNanos;
    this.sequence = sequence;
  }

  long deadline() {
    return deadline;
  }

  @Override
  public boolean isPeriodic() {
    return pauseNanos > 0;
  }

  @Override
  public void run() {
    if (!isPeriodic()) {
      super.run();
    } else if (runAndReset()) {
      deadline = scheduler.nanoTime() + pauseNanos;
      scheduler.repeat(this);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(false);
    scheduler.remove(this);
    return cancelled;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(deadline - scheduler.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    TimedTask<?> task = (TimedTask<?>) other;
    int byTime = Long.compare(deadline - task.deadline, 0);
    return byTime != 0 ? byTime : Long.compare(sequence, task.sequence);
  }
}
