package io.barnabas.storage.clean;

import io.barnabas.storage.log.CorruptLogException;
import io.barnabas.storage.log.PartitionId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cleans compacted logs in rounds: in each one, the logs that are dirty enough, the dirtiest first,
 * by a bounded number of threads. A log that is damaged is told of once and left alone until the
 * next start; one that fails otherwise is tried again in the next round. Neither holds the others
 * up. Any thread.
 */
public final class LogCleaner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LogCleaner.class);
  private static final long NANOS_BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(100);

  /**
   * The world a cleaner lives in.
   *
   * @param random for the keys of hashes; any thread
   * @param scheduler starts rounds; nothing that takes time runs on it
   * @param executor for the cleaning, which blocks on the disk and waits
   */
  public record World(
      InstantSource clock,
      LongSupplier nanoTime,
      LongSupplier random,
      ScheduledExecutorService scheduler,
      Executor executor) {}

  private static final long SHORTEST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final World world;
  private final Supplier<? extends Collection<? extends CleanableLog>> logs;
  private final Map<PartitionId, String> uncleanable = new ConcurrentHashMap<>();
  private final Set<PartitionId> delayed = ConcurrentHashMap.newKeySet();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final AtomicInteger working = new AtomicInteger();
  private final IoThrottle throttle;
  private final CleanerMeter meter;
  private volatile CleanerConfig config;
  private @Nullable Future<?> schedule;

  /** Makes a cleaner of these logs; it does nothing before {@link #start} or {@link #round}. */
  public LogCleaner(
      CleanerConfig config,
      World world,
      Supplier<? extends Collection<? extends CleanableLog>> logs) {
    this.config = config;
    this.world = world;
    this.logs = logs;
    this.throttle = new IoThrottle(world.nanoTime(), stopping, config.ioMaxBytesPerSecond());
    this.meter = new CleanerMeter(world.nanoTime());
  }

  /** Begins to look for work. */
  public synchronized void start() {
    if (config.enabled() && !isStopping()) {
      long nanos = Math.max(SHORTEST_BACKOFF_NANOS, config.backoff().toNanos());
      schedule =
          world
              .scheduler()
              .scheduleWithFixedDelay(this::trigger, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private void trigger() {
    if (working.compareAndSet(0, 1)) {
      execute(this::lookForWork);
    }
  }

  /** Runs something that {@link #working} counts already. */
  private void execute(Runnable work) {
    try {
      world
          .executor()
          .execute(
              () -> {
                try {
                  work.run();
                } catch (RuntimeException | Error e) {
                  LOG.error("The log cleaner failed", e);
                  throw e;
                } finally {
                  doneWorking();
                }
              });
    } catch (RejectedExecutionException e) {
      doneWorking();
    }
  }

  private synchronized void doneWorking() {
    working.decrementAndGet();
    notifyAll();
  }

  private boolean isStopping() {
    return stopping.getCount() == 0;
  }

  /** Does on the calling thread what a round does. */
  public void round() {
    Queue<CleanableLog> waiting = new ConcurrentLinkedQueue<>(dirtiestFirst());
    cleanAll(waiting);
  }

  private void lookForWork() {
    Queue<CleanableLog> waiting = new ConcurrentLinkedQueue<>(dirtiestFirst());
    int helpers = Math.min(config.threads(), waiting.size()) - 1;
    for (int helper = 0; helper < helpers; helper++) {
      working.incrementAndGet();
      execute(() -> cleanAll(waiting));
    }
    cleanAll(waiting);
  }

  private record Candidate(CleanableLog log, double ratio) {}

  private List<CleanableLog> dirtiestFirst() {
    Collection<? extends CleanableLog> all = logs.get();
    Set<PartitionId> ids = all.stream().map(CleanableLog::id).collect(Collectors.toSet());
    uncleanable.keySet().retainAll(ids);
    delayed.retainAll(ids);
    List<Candidate> candidates = new ArrayList<>();
    Map<PartitionId, Long> damagedBytes = new HashMap<>();
    double dirtiest = 0;
    long overdueMs = 0;
    for (CleanableLog log : all) {
      CleanableRange range = isStopping() ? null : measured(log);
      if (range == null) {
        continue;
      }
      if (uncleanable.containsKey(log.id())) {
        damagedBytes.put(log.id(), range.cleanableBytes());
        continue;
      }
      dirtiest = Math.max(dirtiest, range.dirtyRatio());
      overdueMs = Math.max(overdueMs, range.overdueMs());
      if (isWorthCleaning(log, range)) {
        candidates.add(new Candidate(log, range.dirtyRatio()));
      }
    }
    meter.looked(dirtiest, overdueMs, damagedBytes);
    candidates.sort(Comparator.comparingDouble(Candidate::ratio).reversed());
    return candidates.stream().map(Candidate::log).toList();
  }

  private static boolean isWorthCleaning(CleanableLog log, CleanableRange range) {
    return range.isWorthCleaning(log.config().minCleanableDirtyRatio());
  }

  private @Nullable CleanableRange measured(CleanableLog log) {
    if (!log.isCleanable()) {
      return null;
    }
    try {
      return CleanableRange.of(log, world.clock().millis());
    } catch (IOException e) {
      onFailure(log, e);
      return null;
    }
  }

  private @Nullable CleanableRange worthCleaning(CleanableLog log) {
    CleanableRange range = uncleanable.containsKey(log.id()) ? null : measured(log);
    return range != null && isWorthCleaning(log, range) ? range : null;
  }

  private void cleanAll(Queue<CleanableLog> waiting) {
    CleanableLog log = waiting.poll();
    while (log != null && !isStopping()) {
      if (clean(log)) {
        // There was not enough memory for all of its keys; the others come first.
        waiting.add(log);
      }
      log = waiting.poll();
    }
  }

  /** Cleans a log as far as memory goes; whether there is more to be done at once. */
  private boolean clean(CleanableLog log) {
    if (!log.begin()) {
      return false;
    }
    try {
      // Anew: it has grown since the round began, or another round has been here.
      CleanableRange range = worthCleaning(log);
      return range != null && cleanOrTell(log, range);
    } finally {
      log.end();
    }
  }

  private boolean cleanOrTell(CleanableLog log, CleanableRange range) {
    try {
      return clean(log, range) < range.firstUncleanable();
    } catch (CleaningStopped e) {
      LOG.debug("The cleaning of {} was given up: {}", log.id(), e.getMessage());
    } catch (IOException | RuntimeException e) {
      if (isStopping() || !log.isCleanable() || !log.stillHas(range.segments())) {
        LOG.debug("The cleaning of {} ended with what was cleaned", log.id(), e);
      } else {
        onFailure(log, e);
      }
    }
    return false;
  }

  private long clean(CleanableLog log, CleanableRange range) throws IOException, CleaningStopped {
    CleanerConfig now = config;
    Work work = new Work(log, now.chunkBytes());
    long began = world.nanoTime().getAsLong();
    try (OffsetMap keys =
        OffsetMap.of(
            newHash(),
            range.firstUncleanable() - range.firstDirty(),
            now.dedupeBytesPerThread(),
            now.loadFactor())) {
      LogCleaning.Result result =
          new LogCleaning(log, range, work, world.clock().millis()).run(keys);
      long tookNanos = world.nanoTime().getAsLong() - began;
      meter.cleaned(
          new CleanerMeter.Cleaning(
              result.bytesBefore(),
              result.bytesAfter(),
              tookNanos,
              (double) keys.size() / keys.capacity()),
          now.threads());
      LOG.info(
          "Cleaned {} from {} to {}: {} bytes became {}, {} keys, {} ms",
          log.id(),
          range.firstDirty(),
          result.end(),
          result.bytesBefore(),
          result.bytesAfter(),
          keys.size(),
          TimeUnit.NANOSECONDS.toMillis(tookNanos));
      delayed.remove(log.id());
      return result.end();
    }
  }

  private KeyHash newHash() {
    return new KeyHash(world.random().getAsLong(), world.random().getAsLong());
  }

  private void onFailure(CleanableLog log, Exception e) {
    if (e instanceof CorruptLogException || e instanceof RuntimeException) {
      if (uncleanable.put(log.id(), String.valueOf(e.getMessage())) == null) {
        LOG.error("{} cannot be compacted until the next start", log.id(), e);
      }
    } else if (delayed.add(log.id())) {
      LOG.warn("{} is not compacted, and will be tried again: {}", log.id(), e.toString());
    } else {
      LOG.debug("{} is still not compacted: {}", log.id(), e.toString());
    }
  }

  /** Logs that are damaged, and how. */
  public Map<PartitionId, String> uncleanable() {
    return Map.copyOf(uncleanable);
  }

  /** What it has seen and done lately. */
  public CleanerReport report() {
    return meter.report();
  }

  /** Obeys other settings from now on, but for {@code enabled} and {@code backoff}. */
  public void reconfigure(CleanerConfig changed) {
    Duration backoff = config.backoff();
    config = changed;
    throttle.setRate(changed.ioMaxBytesPerSecond());
    synchronized (this) {
      Future<?> scheduled = schedule;
      if (scheduled != null && !changed.backoff().equals(backoff)) {
        scheduled.cancel(false);
        start();
      }
    }
  }

  /** Stops; returns when nobody works on a log any more, which takes no longer than one chunk. */
  @Override
  public void close() {
    synchronized (this) {
      Future<?> scheduled = schedule;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
      stopping.countDown();
      boolean interrupted = false;
      while (working.get() > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** One thread's work on one log. */
  private final class Work implements CleaningWork {
    private final CleanableLog log;
    private final int chunkBytes;

    Work(CleanableLog log, int chunkBytes) {
      this.log = log;
      this.chunkBytes = chunkBytes;
    }

    @Override
    public int chunkBytes() {
      return chunkBytes;
    }

    @Override
    public void used(long bytes) throws CleaningStopped {
      check();
      throttle.used(bytes, NANOS_BETWEEN_CHECKS, this::check);
    }

    private void check() throws CleaningStopped {
      if (isStopping() || !log.isCleanable()) {
        throw new CleaningStopped("it is not to be cleaned any more");
      }
    }
  }
}
