package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every sync there is fails once: the log directory is offline then, for good, and the sync is not
 * tried again, since the kernel forgets what it could not write and would report success. Want of
 * room makes no difference: a disk without any may have dropped the pages as well.
 */
final class SyncFailureTest {
  private static final Path MEMORY = Path.of("/data");
  private static final long TIME = 1_700_000_000_000L;
  private static final LogConfig CONFIG =
      LogConfig.builder().segmentBytes(500).indexIntervalBytes(1).retentionMs(1000).build();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "00000000000000000000.log",
        "00000000000000000000.index",
        "00000000000000000000.timeindex",
        "leader-epoch-checkpoint.tmp",
        "partition.metadata",
        "orders-0",
        "/data",
        "recovery-point-offset-checkpoint.tmp",
        "log-start-offset-checkpoint.tmp",
        "replication-offset-checkpoint.tmp",
        ".snapshot"
      })
  void shouldGoOfflineForGoodWhereverASyncFails(String name) throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    AtomicInteger failed = new AtomicInteger();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = CONFIG;
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, CONFIG);
      disk.failWith(
          (what, file) -> {
            if (what.equals("force") && file.toString().endsWith(name)) {
              failed.incrementAndGet();
              throw new IOException("No space left on device");
            }
          });

      live(world, store, log);
      store.close();

      assertEquals(1, failed.get());
      assertEquals(1, world.failures.size(), world.failures.toString());
      assertInstanceOf(Refused.class, append(log, "late"));
      assertTrue(!disk.exists(MEMORY.resolve(".kafka_cleanshutdown")));
    }
  }

  /** All that a log does, which has syncs of every kind in it. */
  private static void live(StoreFixture world, LogStore store, PartitionLog log) {
    LogDirectory directory = store.directoriesForTest().get(0);
    for (int i = 0; i < 6; i++) {
      append(log, "value-" + i + "-" + "x".repeat(80));
    }
    log.advanceHighWatermark(log.logEndOffset());
    attempt(log::flush);
    BackgroundWork.checkpoint(directory, LogDirectory::writeRecoveryPoints);
    BackgroundWork.checkpoint(directory, LogDirectory::writeHighWatermarks);
    world.nowMs += 1;
    attempt(() -> log.deleteRecordsBefore(3).toCompletableFuture().join());
    BackgroundWork.checkpoint(directory, LogDirectory::writeLogStartOffsets);
    world.nowMs += 1_000_000;
    attempt(() -> log.loaded().retain().toCompletableFuture().join());
    BackgroundWork.checkpoint(directory, LogDirectory::writeLogStartOffsets);
    append(log, "last");
  }

  private interface Attempt {
    void run() throws IOException;
  }

  private static void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (IOException | CompletionException expected) {
      // The directory's health says what is to be said.
    }
  }

  private static AppendOutcome append(PartitionLog log, String value) {
    return log.appendAsLeader(Batches.batch(TIME, value), AppendContext.client(0))
        .toCompletableFuture()
        .join();
  }
}
