package io.barnabas.storage.log;

import io.barnabas.storage.file.SyncFailedException;
import io.barnabas.storage.producer.ProducerRoom;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store does on its own: sync and move recovery points, apply retention, write checkpoints,
 * see how much room there is. The scheduler only starts rounds; they run on the executor, each kind
 * one at a time.
 */
final class BackgroundWork {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);

  private static final Duration ROOM_INTERVAL = Duration.ofSeconds(1);

  /** One after the other, so many logs would not be synced within the second. */
  private static final int MANY_LOGS = 64;

  private static final int FLUSH_THREADS = 8;

  /** A round of work. */
  private interface Round {
    void run() throws IOException;
  }

  private final LogStore store;
  private final List<LogDirectory> directories;
  private final LogStoreEnvironment environment;
  private final ProducerRoom room;
  private final Map<LogDirectory, Pace> paces = new HashMap<>();
  private final List<Future<?>> schedules = new ArrayList<>();

  private BackgroundWork(
      LogStoreEnvironment environment,
      LogStore store,
      List<LogDirectory> directories,
      ProducerRoom room) {
    this.room = room;
    this.environment = environment;
    this.store = store;
    this.directories = directories;
  }

  static BackgroundWork start(
      LogStoreConfig config,
      LogStoreEnvironment environment,
      LogStore store,
      List<LogDirectory> directories,
      LogContexts contexts) {
    BackgroundWork work = new BackgroundWork(environment, store, directories, contexts.producers());
    work.measure();
    work.every(ROOM_INTERVAL, work::measure);
    work.every(ROOM_INTERVAL, work::countProducers);
    work.every(ROOM_INTERVAL, contexts::limitOpenFiles);
    work.every(config.flushInterval(), work::flush);
    work.every(config.retentionCheckInterval(), work::retain);
    work.every(config.recoveryPointInterval(), work::checkpointRecoveryPoints);
    work.every(
        config.logStartInterval(), () -> work.checkpoint(LogDirectory::writeLogStartOffsets));
    work.every(
        config.checkpointInterval(), () -> work.checkpoint(LogDirectory::writeHighWatermarks));
    return work;
  }

  /** Looks at what is published: whoever owns a log is not asked. */
  private void countProducers() {
    room.known(
        directories.stream()
            .flatMap(directory -> directory.logs().values().stream())
            .mapToInt(ProducerCounts::of)
            .filter(known -> known > 0)
            .toArray());
  }

  private void measure() {
    for (LogDirectory directory : directories) {
      if (directory.health().failure() == null) {
        directory.health().space().measure();
      }
    }
  }

  private void every(Duration interval, Round round) {
    AtomicBoolean running = new AtomicBoolean();
    Executor executor = environment.executor();
    Runnable start =
        () -> {
          if (running.compareAndSet(false, true)) {
            try {
              executor.execute(() -> run(round, running));
            } catch (RejectedExecutionException e) {
              running.set(false);
            }
          }
        };
    long nanos = interval.toNanos();
    schedules.add(
        environment.scheduler().scheduleWithFixedDelay(start, nanos, nanos, TimeUnit.NANOSECONDS));
  }

  private static void run(Round round, AtomicBoolean running) {
    try {
      round.run();
    } catch (IOException e) {
      LOG.error("Background work failed: {}", e.toString());
    } catch (RuntimeException e) {
      LOG.error("Background work failed", e);
    } finally {
      running.set(false);
    }
  }

  private void flush() {
    for (LogDirectory directory : directories) {
      List<LoadedLog> dirty = new ArrayList<>();
      for (PartitionLog log : directory.logs().values()) {
        LoadedLog loaded = log.loadedOrNull();
        if (loaded != null && isDirty(loaded.state())) {
          dirty.add(loaded);
        }
      }
      if (dirty.size() < MANY_LOGS) {
        dirty.forEach(BackgroundWork::flush);
      } else {
        dirty.forEach(LoadedLog::snapshotAheadIfDue);
        // Not by more: producers that wait for a sync need threads too.
        new ParallelFlush(dirty, FLUSH_THREADS).run(dirty.get(0).state().context().syncs());
      }
    }
  }

  private static boolean isDirty(LogState state) {
    return state.end().offset() > state.recoveryPoint() && state.unavailable() == null;
  }

  private static void flush(LoadedLog loaded) {
    loaded.snapshotAheadIfDue();
    try {
      loaded.flusher().flush();
    } catch (IOException e) {
      // The directory has been taken offline, or the log was deleted meanwhile.
      LOG.debug("{} was not flushed: {}", loaded.state().id(), e.toString());
    }
  }

  /** Log starts are written once for all logs: each time it is a file with all of them. */
  private void retain() {
    List<LoadedLog> logs = new ArrayList<>();
    for (PartitionLog log : store.logs()) {
      if (log.logDirectoryIsOnline() && log.mayNeedUpkeep()) {
        logs.add(log.loaded());
      }
    }
    CompletableFuture<?>[] moved =
        logs.stream()
            .map(log -> told(log, log.moveStart()).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(moved)
        .thenRunAsync(
            () -> {
              checkpoint(LogDirectory::writeLogStartOffsets);
              logs.forEach(log -> told(log, log.takeAway()));
            },
            environment.executor());
  }

  /** Failures are told to the log, and end here. */
  private static CompletionStage<@Nullable Void> told(LoadedLog log, CompletionStage<Void> work) {
    return work.handle(
        (nothing, failure) -> {
          if (failure != null) {
            LOG.debug("Retention of {} failed: {}", log.state().id(), failure.toString());
          }
          return null;
        });
  }

  /** Writes one of the files of a directory. */
  interface Checkpoint {
    void write(LogDirectory directory) throws IOException;
  }

  private void checkpoint(Checkpoint checkpoint) {
    directories.forEach(directory -> checkpoint(directory, checkpoint));
  }

  private void checkpointRecoveryPoints() {
    for (LogDirectory directory : directories) {
      Pace pace = paces.computeIfAbsent(directory, any -> new Pace(environment.nanoTime()));
      if (pace.isDue()) {
        pace.run(() -> checkpoint(directory, LogDirectory::writeRecoveryPoints));
      }
    }
  }

  static void checkpoint(LogDirectory directory, Checkpoint checkpoint) {
    if (directory.health().failure() == null) {
      try {
        checkpoint.write(directory);
      } catch (SyncFailedException e) {
        directory.health().fail("writing a checkpoint: " + e);
      } catch (IOException e) {
        // The old file is whole and says less than it could; the next round tries again.
        LOG.warn("A checkpoint in {} cannot be written: {}", directory.path(), e.toString());
      }
    }
  }

  /** Starts no more rounds. A round under way ends on its own. */
  void stop() {
    schedules.forEach(schedule -> schedule.cancel(false));
  }
}
