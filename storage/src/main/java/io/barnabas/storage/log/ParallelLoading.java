package io.barnabas.storage.log;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens logs by several threads, the caller's among them, so that it ends on any executor. */
final class ParallelLoading {
  private final Queue<PartitionLog> waiting;
  private final CountDownLatch done;
  private final AtomicInteger helpers;

  ParallelLoading(List<PartitionLog> logs, int threads) {
    this.waiting = new ConcurrentLinkedQueue<>(logs);
    this.done = new CountDownLatch(logs.size());
    this.helpers = new AtomicInteger(Math.min(threads, logs.size()) - 1);
  }

  /** Returns when all logs are open. */
  void run(Executor executor) {
    while (helpers.getAndDecrement() > 0) {
      try {
        executor.execute(this::work);
      } catch (RejectedExecutionException e) {
        break;
      }
    }
    work();
    boolean interrupted = false;
    while (true) {
      try {
        done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    PartitionLog log = waiting.poll();
    while (log != null) {
      try {
        log.loaded();
      } finally {
        done.countDown();
      }
      log = waiting.poll();
    }
  }
}
