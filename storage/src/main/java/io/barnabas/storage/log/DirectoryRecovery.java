package io.barnabas.storage.log;

import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers the logs of a directory after an unclean end, by several threads, the caller's among
 * them. The caller leaves when all is done or its patience is over; the rest goes on behind it, and
 * a log that is needed earlier is recovered then. Any thread.
 */
final class DirectoryRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryRecovery.class);

  /** What a start waits for at most: with few logs or little to recover that is all of it. */
  private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private static final long TELL_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Path path;
  private final int total;
  private final Queue<PartitionLog> waiting;
  private final CountDownLatch left;
  private final LongSupplier nanoTime;
  private final long began;
  private final AtomicLong told;
  private volatile boolean stopped;

  DirectoryRecovery(Path path, List<PartitionLog> logs, LongSupplier nanoTime) {
    this.path = path;
    this.total = logs.size();
    this.waiting = new ConcurrentLinkedQueue<>(logs);
    this.left = new CountDownLatch(total);
    this.nanoTime = nanoTime;
    this.began = nanoTime.getAsLong();
    this.told = new AtomicLong(began);
  }

  int total() {
    return total;
  }

  int done() {
    return total - (int) left.getCount();
  }

  /** Starts on an executor what then goes on by itself; works for a while too. */
  void run(Executor executor, int threads) {
    for (int helper = 1; helper < Math.min(threads, total); helper++) {
      help(executor);
    }
    work(began + PATIENCE_NANOS);
    try {
      long rest = Math.max(0, began + PATIENCE_NANOS - nanoTime.getAsLong());
      if (!left.await(rest, TimeUnit.NANOSECONDS)) {
        LOG.info(
            "{} logs in {} are still to be recovered, behind the start", left.getCount(), path);
        help(executor);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void help(Executor executor) {
    try {
      executor.execute(() -> work(Long.MAX_VALUE));
    } catch (RejectedExecutionException e) {
      LOG.debug("Nobody helps to recover {}", path);
    }
  }

  private void work(long until) {
    while (!stopped && (until == Long.MAX_VALUE || nanoTime.getAsLong() < until)) {
      PartitionLog log = waiting.poll();
      if (log == null) {
        return;
      }
      try {
        log.recover();
      } finally {
        left.countDown();
        tell();
      }
    }
  }

  private void tell() {
    long now = nanoTime.getAsLong();
    long before = told.get();
    if (left.getCount() == 0) {
      if (told.getAndSet(Long.MAX_VALUE) != Long.MAX_VALUE) {
        long ms = TimeUnit.NANOSECONDS.toMillis(now - began);
        LOG.info("Recovered {} logs in {}, in {} ms", total, path, ms);
      }
    } else if (before != Long.MAX_VALUE
        && now - before > TELL_NANOS
        && told.compareAndSet(before, now)) {
      LOG.info("Recovering {}: {} of {} logs done", path, done(), total);
    }
  }

  /** Begins no more logs. */
  void stop() {
    stopped = true;
  }
}
