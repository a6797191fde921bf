package io.barnabas.storage.log;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Syncs that appends wait for, of all logs of a store. Any thread. */
final class SyncQueue {
  private final Executor threads;
  private final LongSupplier nanoTime;
  private final FlushWatch flushes;
  private final AtomicInteger waiting = new AtomicInteger();

  SyncQueue(Executor threads, LongSupplier nanoTime) {
    this.threads = threads;
    this.nanoTime = nanoTime;
    this.flushes = new FlushWatch(nanoTime);
  }

  /** How long flushes take. */
  FlushWatch flushes() {
    return flushes;
  }

  /**
   * Runs a sync on a thread that may wait for the disk.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the broker is stopping
   */
  void execute(Runnable sync) {
    waiting.incrementAndGet();
    boolean accepted = false;
    try {
      threads.execute(
          () -> {
            waiting.decrementAndGet();
            sync.run();
          });
      accepted = true;
    } finally {
      if (!accepted) {
        waiting.decrementAndGet();
      }
    }
  }

  /** Whether syncs wait for a thread. */
  boolean isBusy() {
    return waiting.get() > 0;
  }

  /** Monotonic time in nanoseconds. */
  long nanoTime() {
    return nanoTime.getAsLong();
  }
}
