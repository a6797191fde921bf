package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What moves the recovery point without anybody's asking for it. */
final class BackgroundFlushTest {
  private static final Path MEMORY = Path.of("/data");
  private static final long TIME = 1_700_000_000_000L;

  private final FaultyFileSystem disk = new FaultyFileSystem();

  private static void append(PartitionLog log, int bytes) {
    assertInstanceOf(
        Appended.class,
        log.appendAsLeader(Batches.batch(TIME, "x".repeat(bytes)), AppendContext.client(0))
            .toCompletableFuture()
            .join());
  }

  @Test
  void shouldSyncAfterSoManyBytes() throws Exception {
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.flushBytes = 1000;
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);

      append(log, 600);
      assertEquals(0, log.recoveryPoint());
      append(log, 600);

      assertEquals(2, log.recoveryPoint());
      store.close();
    }
  }

  @Test
  void shouldSyncAfterSoManyRecords() throws Exception {
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      LogConfig config = LogConfig.builder().flushMessages(3).build();
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, config);

      append(log, 10);
      append(log, 10);
      assertEquals(0, log.recoveryPoint());
      append(log, 10);

      assertEquals(3, log.recoveryPoint());
      store.close();
    }
  }

  @Test
  void shouldSyncWhenFlushMsIsOver() throws Exception {
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.builder().flushMs(1).build());
      CountDownLatch synced = new CountDownLatch(1);
      disk.failWith(
          (what, file) -> {
            if (what.equals("force") && file.toString().endsWith(".log")) {
              synced.countDown();
            }
          });

      append(log, 10);

      assertTrue(synced.await(60, TimeUnit.SECONDS));
      store.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"63, 0", "64, 7"})
  void shouldHaveHelpWhenManyLogsAreToBeSynced(int count, int expected) throws Exception {
    AtomicInteger helpers = new AtomicInteger();
    CompletableFuture<Void> appended = new CompletableFuture<>();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.flushInterval = Duration.ofMillis(1);
      world.executor = task -> appended.thenRun(task);
      world.syncExecutor =
          task -> {
            helpers.incrementAndGet();
            task.run();
          };
      LogStore store = world.open();
      List<PartitionLog> logs = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        PartitionId id = new PartitionId(StoreFixture.TOPIC, "orders", i);
        logs.add(store.create(id, LogConfig.DEFAULT));
      }
      logs.forEach(log -> append(log, 10));

      appended.complete(null);

      for (PartitionLog log : logs) {
        while (log.recoveryPoint() == 0) {
          Thread.onSpinWait();
        }
      }
      assertEquals(expected, helpers.get());
      store.close();
    }
  }

  @Test
  void shouldSyncAndCheckpointWhatNobodyAskedFor() throws Exception {
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.flushInterval = Duration.ofMillis(1);
      world.recoveryPointInterval = Duration.ofMillis(1);
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      CountDownLatch synced = new CountDownLatch(1);
      CountDownLatch checkpointed = new CountDownLatch(1);
      disk.failWith(
          (what, file) -> {
            if (what.equals("force") && file.toString().endsWith(".log")) {
              synced.countDown();
            } else if (what.equals("force") && file.toString().contains("recovery-point")) {
              checkpointed.countDown();
            }
          });
      append(log, 10);

      assertTrue(synced.await(60, TimeUnit.SECONDS));
      assertTrue(checkpointed.await(60, TimeUnit.SECONDS));
      store.close();
    }
  }

  @Test
  void shouldWriteTheStartsOfManyTrimmedLogsAtOnce() throws Exception {
    int logs = 20;
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.retentionInterval = Duration.ofMillis(1);
      world.config = LogConfig.builder().segmentBytes(200).retentionMs(1000).build();
      LogStore store = world.open();
      for (int i = 0; i < logs; i++) {
        PartitionId id = new PartitionId(StoreFixture.TOPIC, "orders", i);
        PartitionLog log = store.create(id, world.config);
        append(log, 100);
        append(log, 100);
        log.advanceHighWatermark(2);
      }
      CountDownLatch gone = new CountDownLatch(logs);
      AtomicInteger written = new AtomicInteger();
      disk.failWith(
          (what, file) -> {
            if (what.equals("rename") && file.toString().endsWith("00.log")) {
              gone.countDown();
            } else if (what.equals("rename") && file.toString().contains("log-start")) {
              written.incrementAndGet();
            }
          });
      world.nowMs += Duration.ofDays(1).toMillis();

      assertTrue(gone.await(60, TimeUnit.SECONDS));
      // A round may have begun before the time went on for all.
      assertTrue(written.get() <= 3, () -> "written " + written + " times");
      store.close();
    }
  }
}
