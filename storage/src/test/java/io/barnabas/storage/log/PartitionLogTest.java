package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Duplicate;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.netty.buffer.ByteBuf;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.record.internal.FileRecords;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.storage.internals.log.OffsetIndex;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PartitionLogTest {
  private static final long TIME = 1_700_000_000_000L;
  private static final Path MEMORY = Path.of("/data");

  @TempDir Path temp;

  private static AppendOutcome append(PartitionLog log, ByteBuf batch, int epoch) {
    return log.appendAsLeader(batch, AppendContext.client(epoch)).toCompletableFuture().join();
  }

  private static AppendFault fault(AppendOutcome outcome) {
    return assertInstanceOf(Refused.class, outcome).fault();
  }

  @Test
  void shouldRefuseAStaleLeaderEpoch() throws Exception {
    try (StoreFixture world = new StoreFixture(new FaultyFileSystem(), MEMORY);
        LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      append(log, Batches.batch(TIME, "a"), 5);

      AppendOutcome stale = append(log, Batches.batch(TIME, "b"), 4);

      assertEquals(AppendFault.STALE_LEADER_EPOCH, fault(stale));
      assertEquals(1, log.logEndOffset());
      assertEquals(new EpochEndOffset(5, 1), log.endOffsetForEpoch(5));
    }
  }

  @Test
  void shouldAnswerARetryWithItsFirstOffsetAlsoAfterARestart() throws Exception {
    BatchOptions first = BatchOptions.DEFAULT.withProducer(7, (short) 0, 0);
    BatchOptions gap = BatchOptions.DEFAULT.withProducer(7, (short) 0, 9);
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      append(log, Batches.batch(TIME, "x"), 0);
      assertInstanceOf(Appended.class, append(log, Batches.batch(first, TIME, "a", "b"), 0));
      assertInstanceOf(Duplicate.class, append(log, Batches.batch(first, TIME, "a", "b"), 0));
      disk.kill();

      try (LogStore again = world.open()) {
        PartitionLog recovered = again.create(StoreFixture.ID, LogConfig.DEFAULT);
        Duplicate duplicate =
            assertInstanceOf(
                Duplicate.class, append(recovered, Batches.batch(first, TIME, "a", "b"), 0));
        assertEquals(1, duplicate.baseOffset());
        assertEquals(2, duplicate.lastOffset());
        assertEquals(
            AppendFault.OUT_OF_ORDER_SEQUENCE,
            fault(append(recovered, Batches.batch(gap, TIME, "z"), 0)));
      }
    }
  }

  @Test
  void shouldNotRememberAProducerWhoseWriteFailed() throws Exception {
    BatchOptions producer = BatchOptions.DEFAULT.withProducer(7, (short) 0, 0);
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY);
        LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      append(log, Batches.batch(TIME, "x"), 0);
      disk.failWith(
          (what, file) -> {
            if (what.equals("write")) {
              disk.failShort(10);
            }
          });
      assertEquals(
          AppendFault.STORAGE_ERROR, fault(append(log, Batches.batch(producer, TIME, "a"), 0)));
      disk.failWith((what, file) -> {});

      AppendOutcome retried = append(log, Batches.batch(producer, TIME, "a"), 0);

      assertEquals(new Appended(1, 1, -1, 0), retried);
    }
  }

  @Test
  void shouldKnowItsProducersAfterManyWritesFailed() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY);
        LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      for (int round = 0; round < 3; round++) {
        int sequence = round;
        assertEquals(round, ((Appended) append(log, sent(7, sequence), 0)).baseOffset());
        disk.failWith(
            (what, file) -> {
              if (what.equals("write")) {
                throw new IOException("No space left on device");
              }
            });
        for (int failure = 0; failure < 3; failure++) {
          assertEquals(AppendFault.STORAGE_ERROR, fault(append(log, sent(7, sequence + 1), 0)));
          assertEquals(AppendFault.STORAGE_ERROR, fault(append(log, sent(8 + failure, 4), 0)));
          assertInstanceOf(Duplicate.class, append(log, sent(7, 0), 0));
          assertEquals(
              AppendFault.OUT_OF_ORDER_SEQUENCE, fault(append(log, sent(7, sequence + 2), 0)));
        }
        disk.failWith((what, file) -> {});
      }
      assertEquals(1, log.producers().toCompletableFuture().join().size());
      assertEquals(3, log.logEndOffset());
    }
  }

  private static ByteBuf sent(long producerId, int sequence) {
    return Batches.batch(
        BatchOptions.DEFAULT.withProducer(producerId, (short) 0, sequence), TIME, "v");
  }

  @Test
  void shouldGoOfflineWhenASyncFailsAndNotTryAgain() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = LogConfig.builder().flushMessages(1).build();
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, world.config);
      assertInstanceOf(Appended.class, append(log, Batches.batch(TIME, "a"), 0));
      disk.failWith(
          (what, file) -> {
            if (what.equals("force") && file.toString().endsWith(".log")) {
              throw new IOException("EIO");
            }
          });
      assertEquals(AppendFault.STORAGE_ERROR, fault(append(log, Batches.batch(TIME, "b"), 0)));
      disk.failWith((what, file) -> {});

      assertEquals(AppendFault.STORAGE_ERROR, fault(append(log, Batches.batch(TIME, "c"), 0)));
      assertEquals(1, world.failures.size());
      assertFalse(store.directories().get(0).online());
      assertInstanceOf(ReadOutcome.Unavailable.class, log.read(0, 1, 100, true));
      store.close();
    }
  }

  /** Two sealed segments, the first below the log start as soon as somebody says so. */
  private static PartitionLog rolled(LogStore store, StoreFixture world) throws Exception {
    PartitionLog log = store.create(StoreFixture.ID, world.config);
    for (int i = 0; i < 12; i++) {
      append(log, Batches.batch(TIME + i, "value-" + i), 0);
    }
    log.advanceHighWatermark(12);
    return log;
  }

  @Test
  void shouldLoseNoDirectoryWhenRetentionTakesWhatIsBeingSynced() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = LogConfig.builder().segmentBytes(200).build();
      try (LogStore store = world.open()) {
        PartitionLog log = rolled(store, world);
        AtomicBoolean deleted = new AtomicBoolean();
        disk.failWith(
            (what, file) -> {
              if (what.equals("force")
                  && file.toString().endsWith(".log")
                  && deleted.compareAndSet(false, true)) {
                log.deleteRecordsBefore(12);
              }
            });

        log.flush();

        assertTrue(deleted.get());
        assertEquals(List.of(), world.failures);
        assertEquals(12, log.recoveryPoint());
        assertEquals(12, log.logStartOffset());
        assertInstanceOf(Appended.class, append(log, Batches.batch(TIME, "more"), 0));
      }
    }
  }

  @Test
  void shouldTurnAwayWhoReadsADamagedFileAndServeTheOthers() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = LogConfig.builder().segmentBytes(200).build();
      try (LogStore store = world.open()) {
        rolled(store, world);
      }
      // Below the recovery point, where no recovery looks.
      disk.file(MEMORY.resolve("orders-0/00000000000000000000.log")).flip(8);
      try (LogStore store = world.open()) {
        PartitionLog log = store.get(StoreFixture.TOPIC, 0);

        assertInstanceOf(ReadOutcome.Unavailable.class, log.read(1, 12, 1 << 20, true));

        assertEquals(List.of(), world.failures);
        assertTrue(size(log.read(11, 12, 1 << 20, true)) > 0);
        assertInstanceOf(Appended.class, append(log, Batches.batch(TIME, "more"), 0));
      }
    }
  }

  @Test
  void shouldAcknowledgeNothingBehindTheLastSyncOfAShutdown() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    AtomicInteger syncs = new AtomicInteger();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, world.config);
      append(log, Batches.batch(TIME, "a"), 0);
      List<AppendOutcome> late = new ArrayList<>();
      disk.failWith(
          (what, file) -> {
            if (what.equals("force")
                && file.toString().endsWith(".log")
                && syncs.incrementAndGet() <= 2) {
              // The first sync runs beside appends; at the second, the shutdown owns the log.
              log.appendAsLeader(Batches.batch(TIME, "late"), AppendContext.client(0))
                  .thenAccept(late::add);
            }
          });

      store.close();

      assertInstanceOf(Appended.class, late.get(0));
      assertEquals(AppendFault.LOG_CLOSED, fault(late.get(1)));
      disk.losePower(new Random(1));
      try (LogStore again = world.open()) {
        assertTrue(again.directories().get(0).cleanShutdown());
        assertEquals(2, again.get(StoreFixture.TOPIC, 0).logEndOffset());
      }
    }
  }

  @Test
  void shouldAnswerWhoWaitsForASyncWhenTheLogIsCutMeanwhile() throws Exception {
    List<Runnable> syncs = new ArrayList<>();
    try (StoreFixture world = new StoreFixture(new FaultyFileSystem(), MEMORY)) {
      world.config = LogConfig.builder().flushMessages(1).build();
      world.syncExecutor = syncs::add;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, world.config);
        CompletableFuture<AppendOutcome> held =
            log.appendAsLeader(Batches.batch(TIME, "a", "b"), AppendContext.client(0))
                .toCompletableFuture();
        log.truncateTo(0).toCompletableFuture().join();

        syncs.remove(0).run();

        assertTrue(held.isDone());
      }
    }
  }

  @Test
  void shouldScanALogThatEndsBeforeItsRecoveryPoint() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    Path file = MEMORY.resolve("orders-0/00000000000000000000.log");
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      LogStore store = world.open();
      rolled(store, world);
      store.close();
      disk.deleteIfExists(MEMORY.resolve(".kafka_cleanshutdown"));
      int one = disk.file(file).size() / 12;
      disk.file(file).truncate(8 * one);
      disk.file(file).flip(8 * one - 1);

      try (LogStore again = world.open()) {
        assertEquals(7, again.get(StoreFixture.TOPIC, 0).logEndOffset());
      }
    }
  }

  @Test
  void shouldMakeRoomOnAFullDisk() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = LogConfig.builder().segmentBytes(200).retentionMs(1000).build();
      try (LogStore store = world.open()) {
        PartitionLog log = rolled(store, world);
        log.flush();
        world.nowMs = TIME + 1_000_000;
        disk.failWith(
            (what, file) -> {
              if (what.equals("write") || what.equals("create")) {
                throw new IOException("ENOSPC");
              }
            });

        log.loaded().retain().toCompletableFuture().join();

        assertEquals(List.of(), world.failures);
        assertTrue(log.logStartOffset() > 0);
        disk.failWith((what, file) -> {});
        log.loaded().retain().toCompletableFuture().join();
        assertEquals(12, log.logStartOffset());
        assertEquals(12, ((Appended) append(log, Batches.batch(TIME, "x"), 0)).baseOffset());
      }
    }
  }

  @Test
  void shouldNotTakeMoreForWhatLiesBelowTheStartStill() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = LogConfig.builder().segmentBytes(200).retentionBytes(500).build();
      LogStore store = world.open();
      PartitionLog log = rolled(store, world);
      log.loaded().moveStart().toCompletableFuture().join();
      store.directoriesForTest().get(0).writeLogStartOffsets();
      long start = log.logStartOffset();
      disk.kill();

      PartitionLog again = world.open().create(StoreFixture.ID, world.config);
      again.advanceHighWatermark(again.logEndOffset());
      again.loaded().retain().toCompletableFuture().join();

      assertTrue(start > 0);
      assertEquals(start, again.logStartOffset());
    }
  }

  @Test
  void shouldAnswerFromOneSyncForManyAppends() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), temp.resolve("data"))) {
      world.config = LogConfig.builder().flushMessages(1).build();
      world.syncExecutor = pool;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, world.config);
        List<Long> answered = new ArrayList<>();
        List<CompletableFuture<?>> pending = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          pending.add(
              log.appendAsLeader(Batches.batch(TIME, "v" + i), AppendContext.client(0))
                  .thenAccept(
                      outcome -> {
                        synchronized (answered) {
                          answered.add(((Appended) outcome).baseOffset());
                        }
                        assertTrue(log.recoveryPoint() > ((Appended) outcome).baseOffset());
                      })
                  .toCompletableFuture());
        }
        for (CompletableFuture<?> one : pending) {
          one.get(60, TimeUnit.SECONDS);
        }
        assertEquals(answered.stream().sorted().toList(), answered);
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void shouldNotCountTowardsTheHighWatermarkWhatIsPromisedToBeSyncedFirst() throws Exception {
    try (StoreFixture world = new StoreFixture(new FaultyFileSystem(), MEMORY)) {
      world.config = LogConfig.builder().flushMessages(1).build();
      Deque<Runnable> syncs = new ArrayDeque<>();
      world.syncExecutor = syncs::add;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, world.config);
        List<Long> told = new ArrayList<>();
        log.setListener(
            new PartitionLogListener() {
              @Override
              public void onSettledEndOffset(long endOffset) {
                told.add(endOffset);
              }
            });
        CompletableFuture<AppendOutcome> answer =
            log.appendAsLeader(Batches.batch(TIME, "a"), AppendContext.client(0))
                .toCompletableFuture();

        assertEquals(1, log.logEndOffset());
        assertEquals(0, log.settledEndOffset());
        assertFalse(answer.isDone());
        syncs.remove().run();

        assertEquals(1, log.settledEndOffset());
        assertEquals(List.of(1L), told);
        assertTrue(answer.isDone());
      }
    }
  }

  @Test
  void shouldKeepEachProducersOrderUnderConcurrentAppendsAndReads() throws Exception {
    int threads = 4;
    int each = 500;
    ExecutorService pool = Executors.newCachedThreadPool();
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), temp.resolve("data"))) {
      world.config = LogConfig.builder().segmentBytes(8000).indexIntervalBytes(300).build();
      world.executor = pool;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, world.config);
        CountDownLatch go = new CountDownLatch(1);
        AtomicBoolean done = new AtomicBoolean();
        List<Future<?>> appenders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
          int thread = t;
          appenders.add(
              pool.submit(
                  () -> {
                    go.await();
                    for (int i = 0; i < each; i++) {
                      ByteBuf batch = Batches.batch(TIME, thread + ":" + i);
                      assertInstanceOf(Appended.class, append(log, batch, 0));
                    }
                    return null;
                  }));
        }
        Future<?> reader =
            pool.submit(
                () -> {
                  while (!done.get()) {
                    long end = log.logEndOffset();
                    assertEquals(end, Batches.readAll(log, 0, end, 700).size());
                  }
                  return null;
                });
        go.countDown();
        for (Future<?> appender : appenders) {
          appender.get(60, TimeUnit.SECONDS);
        }
        done.set(true);
        reader.get(60, TimeUnit.SECONDS);

        int[] next = new int[threads];
        for (Batches.Entry entry : Batches.readAll(log, 0, log.logEndOffset(), 1 << 20)) {
          String[] parts = entry.value().split(":");
          assertEquals(next[Integer.parseInt(parts[0])]++, Integer.parseInt(parts[1]));
        }
        assertEquals(threads * each, log.logEndOffset());
      }
    } finally {
      pool.shutdown();
      pool.awaitTermination(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void shouldWriteWhatKafkaReads() throws Exception {
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), temp.resolve("data"))) {
      world.config = LogConfig.builder().indexIntervalBytes(100).build();
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, world.config);
        BatchOptions lz4 = BatchOptions.DEFAULT.withCompressor(Compressor.of(CompressionType.LZ4));
        for (int i = 0; i < 100; i++) {
          append(log, Batches.batch(i % 2 == 0 ? lz4 : BatchOptions.DEFAULT, TIME + i, "v" + i), 2);
        }
      }
    }
    File directory = temp.resolve("data/orders-0").toFile();
    long next = 0;
    try (FileRecords records = FileRecords.open(new File(directory, "00000000000000000000.log"))) {
      for (RecordBatch batch : records.batches()) {
        batch.ensureValid();
        assertEquals(next, batch.baseOffset());
        assertEquals(2, batch.partitionLeaderEpoch());
        next = batch.nextOffset();
      }
    }
    assertEquals(100, next);
    try (OffsetIndex index =
        new OffsetIndex(new File(directory, "00000000000000000000.index"), 0, -1, false)) {
      index.sanityCheck();
      assertTrue(index.entries() > 20, index.entries() + " entries");
    }
  }

  @Test
  void shouldRecoverFromATearAtEveryByte() throws Exception {
    Path file = MEMORY.resolve("orders-0/00000000000000000000.log");
    int oneBatch = Batches.batch(TIME, "value").readableBytes();
    for (int cut = 2 * oneBatch; cut <= 4 * oneBatch; cut++) {
      FaultyFileSystem disk = new FaultyFileSystem();
      try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
        LogStore store = world.open();
        PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
        for (int i = 0; i < 4; i++) {
          append(log, Batches.batch(TIME, "value"), 0);
        }
        disk.kill();
        disk.file(file).truncate(cut);

        try (LogStore again = world.open()) {
          PartitionLog recovered = again.create(StoreFixture.ID, LogConfig.DEFAULT);
          int whole = cut / oneBatch;
          assertEquals(whole, recovered.logEndOffset(), "cut at " + cut);
          assertEquals(whole, Batches.readAll(recovered, 0, whole, 1 << 20).size());
          assertEquals(whole * oneBatch, disk.file(file).size());
        }
      }
    }
  }

  @Test
  void shouldGiveOutWholeBatchesWithinTheLimits() throws Exception {
    try (StoreFixture world = new StoreFixture(new FaultyFileSystem(), MEMORY);
        LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      for (int i = 0; i < 10; i++) {
        append(log, Batches.batch(TIME, "value"), 0);
      }
      int one = (int) (log.sizeInBytes() / 10);

      assertEquals(3 * one, size(log.read(2, 10, 3 * one + one / 2, true)));
      assertEquals(one, size(log.read(2, 10, 1, true)));
      assertEquals(0, size(log.read(2, 10, 1, false)));
      assertEquals(4 * one, size(log.read(0, 4, 1 << 20, true)));
      assertEquals(0, size(log.read(10, 10, 1 << 20, true)));
      assertEquals(0, size(log.read(6, 4, 1 << 20, true)));
    }
  }

  private static int size(ReadOutcome outcome) {
    LogSlice slice = assertInstanceOf(LogSlice.class, outcome);
    slice.records().release();
    return slice.records().sizeInBytes();
  }
}
