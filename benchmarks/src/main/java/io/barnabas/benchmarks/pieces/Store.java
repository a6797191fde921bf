package io.barnabas.benchmarks.pieces;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.clean.CleanerConfig;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreConfig;
import io.barnabas.storage.log.LogStoreEnvironment;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** One log in a temporary directory, with a store around it that does nothing by itself. */
final class Store implements AutoCloseable {
  private static final Duration NEVER = Duration.ofDays(1_000);
  private static final PartitionId ID = new PartitionId(new Uuid(1, 2), "pieces", 0);

  private final Path directory;
  private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(1);
  private final LogStore store;
  private final PartitionLog log;

  Store() throws IOException, LogStoreException {
    directory = Files.createTempDirectory("barnabas-benchmark-");
    store =
        LogStore.open(
            new LogStoreConfig(
                List.of(directory),
                1,
                "",
                2,
                NEVER,
                Long.MAX_VALUE,
                NEVER,
                NEVER,
                NEVER,
                NEVER,
                Duration.ofDays(1),
                1_000_000,
                CleanerConfig.DEFAULT,
                0,
                () -> 100,
                32 << 20,
                topic -> LogConfig.DEFAULT,
                (failed, reason) -> {
                  throw new IllegalStateException(failed + ": " + reason);
                }),
            new LogStoreEnvironment(
                new NioFileSystem(),
                Clock.systemUTC(),
                System::nanoTime,
                new Random(1),
                scheduler,
                Runnable::run,
                Runnable::run,
                Runnable::run,
                Runnable::run));
    log = store.create(ID, LogConfig.DEFAULT);
    log.open();
  }

  PartitionLog log() {
    return log;
  }

  /** Appends a batch that may have been appended before. */
  void append(ByteBuf batch) {
    batch.setLong(0, 0); // Appending gives it an offset in place.
    AppendOutcome outcome =
        log.appendAsLeader(batch.retainedDuplicate(), AppendContext.client(0))
            .toCompletableFuture()
            .join();
    if (outcome instanceof AppendOutcome.Refused) {
      throw new IllegalStateException(outcome.toString());
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
    scheduler.shutdownNow();
    List<Path> all;
    try (var files = Files.walk(directory)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
