package io.barnabas.coordinator;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one shard, by key. A timer that is moved further away (every heartbeat moves its
 * member's) costs a field write: the task that is already scheduled finds out when it fires and
 * goes to sleep again for the rest. Used on the shard's queue only; the scheduler's threads only
 * put tasks into that queue.
 */
final class ShardTimers {
  private final ScheduledExecutorService scheduler;
  private final LongSupplier nanoTime;
  private final SerialQueue queue;
  private final Consumer<Object> onTimer;
  private final Map<Object, Entry> entries = new HashMap<>();

  ShardTimers(
      ScheduledExecutorService scheduler,
      LongSupplier nanoTime,
      SerialQueue queue,
      Consumer<Object> onTimer) {
    this.scheduler = scheduler;
    this.nanoTime = nanoTime;
    this.queue = queue;
    this.onTimer = onTimer;
  }

  void schedule(Object key, long delayMs) {
    long deadline = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(delayMs);
    Entry entry = entries.computeIfAbsent(key, Entry::new);
    entry.deadline = deadline;
    if (entry.task == null || entry.wakeUp - deadline > 0) {
      arm(entry);
    }
  }

  boolean isScheduled(Object key) {
    return entries.containsKey(key);
  }

  void cancel(Object key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      entry.disarm();
    }
  }

  void cancelAll() {
    entries.values().forEach(Entry::disarm);
    entries.clear();
  }

  private void arm(Entry entry) {
    entry.disarm();
    long delayNanos = Math.max(0, entry.deadline - nanoTime.getAsLong());
    entry.wakeUp = entry.deadline;
    entry.task =
        scheduler.schedule(
            () -> queue.execute(() -> fire(entry)), delayNanos, TimeUnit.NANOSECONDS);
  }

  private void fire(Entry entry) {
    if (entries.get(entry.key) != entry || entry.task == null) {
      return; // dropped while the task was on its way
    }
    if (entry.deadline - nanoTime.getAsLong() > 0) {
      arm(entry);
      return;
    }
    entries.remove(entry.key);
    entry.disarm();
    onTimer.accept(entry.key);
  }

  private static final class Entry {
    private final Object key;
    private long deadline;
    private long wakeUp;
    private @Nullable ScheduledFuture<?> task;

    Entry(Object key) {
      this.key = key;
    }

    void disarm() {
      if (task != null) {
        task.cancel(false);
        task = null;
      }
    }
  }
}
