package io.barnabas.server.metrics;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** Has somebody told how long work waits for an executor, and how long it takes. Any thread. */
public final class TimedExecutor implements Executor {
  /** Told of each piece of work, on the thread that did it; must not take long. */
  public interface Watch {
    /** It was handed over, begun and ended at these times of the monotonic clock. */
    void done(long handedNanos, long begunNanos, long endedNanos);
  }

  private final Executor executor;
  private final LongSupplier nanoTime;
  private final Watch watch;

  /**
   * In front of an executor.
   *
   * @param nanoTime the monotonic clock
   */
  public TimedExecutor(Executor executor, LongSupplier nanoTime, Watch watch) {
    this.executor = executor;
    this.nanoTime = nanoTime;
    this.watch = watch;
  }

  @Override
  public void execute(Runnable work) {
    long handed = nanoTime.getAsLong();
    executor.execute(
        () -> {
          long begun = nanoTime.getAsLong();
          try {
            work.run();
          } finally {
            watch.done(handed, begun, nanoTime.getAsLong());
          }
        });
  }
}
