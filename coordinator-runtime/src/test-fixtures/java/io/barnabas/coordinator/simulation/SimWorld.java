package io.barnabas.coordinator.simulation;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;

/** Owns time and order: runs what is ready in random order, and lets time pass when nothing is. Single-threaded. */
public final class SimWorld {
  private final Random random;
  private final List<Runnable> ready = new ArrayList<>();
  private final PriorityQueue<SimTask> timers =
      new PriorityQueue<>(
          Comparator.<SimTask>comparingLong(SimTask::dueNanos).thenComparingLong(SimTask::number));
  private long nowNanos = 1_000_000_000L;
  private long taskCount;

  public SimWorld(Random random) {
    this.random = random;
  }

  public Random random() {
    return random;
  }

  public long nanoTime() {
    return nowNanos;
  }

  public long nowMs() {
    return 1_700_000_000_000L + nowNanos / 1_000_000;
  }

  public InstantSource clock() {
    return () -> Instant.ofEpochMilli(nowMs());
  }

  public Executor executor() {
    return ready::add;
  }

  public SimScheduler scheduler() {
    return new SimScheduler(this);
  }

  /** Runs a task after a virtual delay. */
  public SimTask after(long delayNanos, Runnable task) {
    SimTask timer = new SimTask(this, Math.addExact(nowNanos, delayNanos), taskCount++, task);
    timers.add(timer);
    return timer;
  }

  public void afterMs(long delayMs, Runnable task) {
    after(delayMs * 1_000_000, task);
  }

  /** The process dies: nothing that was going to happen happens. */
  public void crash() {
    ready.clear();
    timers.clear();
  }

  void cancel(SimTask task) {
    timers.remove(task);
  }

  /** Runs one thing; returns false if there is nothing ready, and nothing due within {@code horizonNanos}. */
  private boolean step(long endNanos) {
    if (!ready.isEmpty()) {
      ready.remove(random.nextInt(ready.size())).run();
      return true;
    }
    SimTask next = timers.peek();
    if (next == null || next.dueNanos() > endNanos) {
      return false;
    }
    timers.remove();
    nowNanos = Math.max(nowNanos, next.dueNanos());
    next.run();
    return true;
  }

  /** Runs everything that happens within the time, and calls {@code afterStep} after each step. */
  public void runForMs(long milliseconds, Runnable afterStep) {
    long endNanos = nowNanos + milliseconds * 1_000_000;
    while (step(endNanos)) {
      afterStep.run();
    }
    nowNanos = endNanos;
  }

  public void runForMs(long milliseconds) {
    runForMs(milliseconds, () -> {});
  }
}
