package io.barnabas.storage.log;

import java.io.IOException;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Syncs many logs by many threads: a file system with a journal writes it once for all syncs that
 * wait at the same time, so that tens of thousands of new logs are not so many turns of the disk.
 * Any thread.
 */
final class ParallelFlush {
  private static final Logger LOG = LoggerFactory.getLogger(ParallelFlush.class);

  /** More syncs at once than this share no more. */
  static final int MOST = 32;

  private final Queue<LoadedLog> waiting = new ConcurrentLinkedQueue<>();
  private final int threads;
  private final CountDownLatch left;

  /**
   * Of the logs, those that need it are synced.
   *
   * @param threads at most, the caller's among them; at most {@link #MOST}
   */
  ParallelFlush(Collection<LoadedLog> logs, int threads) {
    this.threads = threads;
    logs.stream().filter(log -> log.flusher().isNeeded()).forEach(waiting::add);
    left = new CountDownLatch(waiting.size());
  }

  /** Blocks until every log was synced, or could not be: then its directory knows. */
  void run(SyncQueue helpers) {
    int helping = Math.min(threads, waiting.size()) - 1;
    try {
      for (int i = 0; i < helping; i++) {
        helpers.execute(this::work);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("Nobody helps to sync {} logs", left.getCount());
    }
    work();
    try {
      left.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    for (LoadedLog log = waiting.poll(); log != null; log = waiting.poll()) {
      try {
        log.flusher().flush();
      } catch (IOException e) {
        LOG.debug("{} was not flushed: {}", log.state().id(), e.toString());
      } finally {
        left.countDown();
      }
    }
  }
}
