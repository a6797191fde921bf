package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.file.FileSystemPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** A world for stores: nothing runs but what a test asks for. */
final class StoreFixture implements AutoCloseable {
  static final Uuid TOPIC = new Uuid(0x1234, 0x5678);
  static final PartitionId ID = new PartitionId(TOPIC, "orders", 0);

  final FileSystemPort files;
  final List<Path> directories;
  final List<String> failures = new CopyOnWriteArrayList<>();
  volatile long nowMs = 1_700_000_000_000L;
  volatile LogConfig config = LogConfig.DEFAULT;
  LongSupplier nanoTime = System::nanoTime;
  CleanerConfig cleaner = CleanerConfig.DEFAULT;
  long flushBytes = 64 << 20;
  Duration flushInterval = Duration.ofDays(1000);
  Duration recoveryPointInterval = Duration.ofDays(1000);
  Duration retentionInterval = Duration.ofDays(1000);
  Executor executor = Runnable::run;
  Executor syncExecutor = Runnable::run;
  Executor openExecutor = Runnable::run;
  String clusterId = "";
  int nodeId = 1;
  long reserveBytes;

  /** Keeps what is scheduled; never runs anything by itself. */
  private final ScheduledThreadPoolExecutor scheduler =
      new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
          if (unit != TimeUnit.MILLISECONDS || delay != RoomReturn.PAUSE_MS) {
            return super.schedule(task, delay, unit);
          }
          pauses.add(task);
          return super.schedule(() -> {}, 1000, TimeUnit.DAYS);
        }
      };

  private final Queue<Runnable> pauses = new ConcurrentLinkedQueue<>();

  StoreFixture(FileSystemPort files, Path... directories) {
    this.files = files;
    this.directories = List.of(directories);
    scheduler.setRemoveOnCancelPolicy(true);
  }

  LogStore open() throws LogStoreException {
    Duration never = Duration.ofDays(1000);
    return LogStore.open(
        new LogStoreConfig(
            directories,
            nodeId,
            clusterId,
            2,
            flushInterval,
            flushBytes,
            retentionInterval,
            recoveryPointInterval,
            never,
            never,
            Duration.ofDays(1),
            1_000_000,
            cleaner,
            reserveBytes,
            () -> 100,
            1 << 20,
            topic -> config,
            (directory, reason) -> failures.add(reason)),
        new LogStoreEnvironment(
            files,
            (InstantSource) () -> Instant.ofEpochMilli(nowMs),
            () -> nanoTime.getAsLong(),
            new Random(42),
            scheduler,
            executor,
            syncExecutor,
            openExecutor,
            Runnable::run));
  }

  /** Lets the time pass that logs wait for whether appends go on. */
  void pause() {
    for (int waiting = pauses.size(); waiting > 0; waiting--) {
      pauses.remove().run();
    }
  }

  @Override
  public void close() throws Exception {
    scheduler.shutdownNow();
    scheduler.awaitTermination(10, TimeUnit.SECONDS);
  }
}
