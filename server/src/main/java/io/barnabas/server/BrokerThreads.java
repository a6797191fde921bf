package io.barnabas.server;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools of one broker, each bounded and named after what it does. Threads that have nothing to
 * do for a while go, but for the timer.
 *
 * @param timer triggers what is due; nothing that takes time runs on it
 * @param metadata decides and applies metadata, one task at a time
 * @param disk flushes, deletes, recovers
 * @param sync syncs that appends wait for
 * @param cleaner compacts logs
 * @param readers reads that may wait for the disk
 * @param authentication checks what clients prove themselves with
 * @param fetches waits for servers that hold others' keys
 * @param groups decides what coordinators are asked
 * @param loaders replays internal partitions
 * @param scrapes reads metrics for whoever asks for all of them
 * @param snapshots takes and checks them, which may be long
 * @param tls computes handshakes
 */
record BrokerThreads(
    ScheduledExecutorService timer,
    ExecutorService metadata,
    ExecutorService disk,
    ExecutorService sync,
    ExecutorService cleaner,
    ExecutorService readers,
    ExecutorService authentication,
    ExecutorService fetches,
    ExecutorService groups,
    ExecutorService loaders,
    ExecutorService scrapes,
    ExecutorService snapshots,
    ExecutorService tls)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerThreads.class);
  private static final int DISK = 3;

  /** File systems write their journal once for all syncs that wait at the same time. */
  private static final int SYNC = 32;

  private static final int READERS = 4;
  private static final int LOADERS = 2;
  private static final int AUTHENTICATION = 2;
  private static final long IDLE_SECONDS = 10;
  private static final long END_SECONDS = 10;

  static BrokerThreads start(BrokerEnvironment environment, int processors, int cleanerThreads) {
    return new BrokerThreads(
        environment.timer().apply(new NamedThreads("timer")),
        pool("metadata", 1),
        pool("disk", DISK),
        pool("sync", SYNC),
        pool("cleaner", cleanerThreads),
        pool("reader", READERS),
        pool("authentication", AUTHENTICATION),
        pool("fetch", 1),
        pool("group", Math.min(4, processors)),
        pool("loader", LOADERS),
        pool("scrape", 1),
        pool("snapshot", 1),
        pool("tls", Math.max(1, processors / 2)));
  }

  private static ExecutorService pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            new NamedThreads(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  /** How many threads work for coordinators at most. */
  int groupThreads() {
    return groups instanceof ThreadPoolExecutor pool ? pool.getMaximumPoolSize() : 1;
  }

  /**
   * Ends the threads of the coordinators, after what they are doing.
   *
   * @return whether they have ended
   */
  boolean endCoordinators() {
    // What is loaded is handed to the groups' threads.
    return end(List.of(loaders)) && end(List.of(groups));
  }

  /** Ends all threads, after what they are doing. */
  @Override
  public void close() {
    boolean unused =
        end(
            List.of(
                scrapes,
                snapshots,
                timer,
                tls,
                groups,
                loaders,
                readers,
                authentication,
                fetches,
                metadata,
                cleaner,
                sync,
                disk));
  }

  private static boolean end(List<ExecutorService> pools) {
    pools.forEach(ExecutorService::shutdown);
    boolean ended = true;
    try {
      for (ExecutorService pool : pools) {
        if (!pool.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
          ended = false;
          LOG.warn("Threads are still busy: {}", pool);
          pool.shutdownNow();
        }
      }
    } catch (InterruptedException e) {
      ended = false;
      pools.forEach(ExecutorService::shutdownNow);
      Thread.currentThread().interrupt();
    }
    return ended;
  }
}
