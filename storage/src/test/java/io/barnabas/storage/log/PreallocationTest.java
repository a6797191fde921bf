package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code preallocate}: files longer than what was written to them, and where they end all the same.
 */
final class PreallocationTest {
  private static final Path MEMORY = Path.of("/data");
  private static final long TIME = 1_700_000_000_000L;
  private static final int SEGMENT = 1000;
  private static final LogConfig CONFIG =
      LogConfig.builder().preallocate(true).segmentBytes(SEGMENT).build();

  private static void append(PartitionLog log, String value) {
    assertInstanceOf(
        Appended.class,
        log.appendAsLeader(Batches.batch(TIME, value), AppendContext.client(0))
            .toCompletableFuture()
            .join());
  }

  @Test
  void shouldHaveItsFullLengthUntilItIsRolledOrTheBrokerStops(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), data)) {
      world.config = CONFIG;
      Path first = data.resolve("orders-0/00000000000000000000.log");
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, CONFIG);
        append(log, "a".repeat(500));
        assertEquals(SEGMENT, Files.size(first));
        assertTrue(log.sizeInBytes() < SEGMENT);
        append(log, "b".repeat(500));
        assertTrue(Files.size(first) < SEGMENT);
        assertEquals(SEGMENT, Files.size(data.resolve("orders-0/00000000000000000001.log")));
      }
      assertTrue(Files.size(data.resolve("orders-0/00000000000000000001.log")) < SEGMENT);
      try (LogStore store = world.open()) {
        PartitionLog log = store.get(StoreFixture.TOPIC, 0);
        assertEquals(2, Batches.readAll(log, 0, 2, 100_000).size());
      }
    }
  }

  @Test
  void shouldHaveRoomAheadWhereEveryAppendIsSyncedUntilItIsRolledOrTheBrokerStops(
      @TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    LogConfig synced = LogConfig.builder().flushMessages(1).segmentBytes(20_000).build();
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), data)) {
      world.config = synced;
      Path first = data.resolve("orders-0/00000000000000000000.log");
      int appended = 0;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, synced);
        append(log, "a".repeat(1_000));
        assertEquals(log.sizeInBytes(), Files.size(first));
        appended++;
        for (; log.sizeInBytes() < 4_096; appended++) {
          append(log, "a".repeat(1_000));
        }
        long longer = Files.size(first);
        assertTrue(longer > log.sizeInBytes());
        append(log, "b".repeat(1_000));
        appended++;
        assertEquals(longer, Files.size(first));
        for (; log.segmentCount() == 1; appended++) {
          append(log, "c".repeat(1_000));
        }
        assertTrue(Files.size(first) < 20_000);
        for (int i = 0; i < 6; i++, appended++) {
          append(log, "d".repeat(1_000));
        }
      }
      long files = 0;
      try (var names = Files.list(data.resolve("orders-0"))) {
        for (Path file : names.filter(each -> each.toString().endsWith(".log")).toList()) {
          files += Files.size(file);
        }
      }
      try (LogStore store = world.open()) {
        PartitionLog log = store.get(StoreFixture.TOPIC, 0);
        assertEquals(files, log.sizeInBytes());
        assertEquals(appended, Batches.readAll(log, 0, appended, 100_000).size());
      }
    }
  }

  @Test
  void shouldHaveRoomAheadWhileAppendsComeFast(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    LogConfig config = LogConfig.builder().segmentBytes(8 << 20).build();
    AtomicLong nanos = new AtomicLong();
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), data)) {
      world.config = config;
      world.nanoTime = nanos::get;
      Path first = data.resolve("orders-0/00000000000000000000.log");
      int appended = 0;
      long size;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, config);
        for (; log.sizeInBytes() < 1_100_000; appended++) {
          append(log, "a".repeat(16_000));
        }
        long longer = Files.size(first);
        assertTrue(longer > log.sizeInBytes());
        assertEquals(0, longer % (32 << 10));
        append(log, "b".repeat(1_000));
        appended++;
        assertEquals(longer, Files.size(first));
        for (; log.sizeInBytes() < 3_000_000; appended++) {
          nanos.addAndGet(10_000_000);
          append(log, "c".repeat(16_000));
        }
        assertEquals(log.sizeInBytes(), Files.size(first));
        for (; log.sizeInBytes() < 5_000_000; appended++) {
          append(log, "d".repeat(16_000));
        }
        assertTrue(Files.size(first) > log.sizeInBytes());
        world.pause();
        append(log, "e".repeat(1_000));
        world.pause();
        assertTrue(Files.size(first) > log.sizeInBytes(), "it was appended to in between");
        appended++;
        world.pause();
        assertEquals(log.sizeInBytes(), Files.size(first));
        append(log, "f".repeat(16_000));
        appended++;
        assertEquals(log.sizeInBytes(), Files.size(first), "a few after a pause are not fast");
        for (; log.sizeInBytes() < 7_000_000; appended++) {
          append(log, "g".repeat(16_000));
        }
        assertTrue(Files.size(first) > log.sizeInBytes());
        size = log.sizeInBytes();
      }
      assertEquals(size, Files.size(first));
      try (LogStore store = world.open()) {
        PartitionLog log = store.get(StoreFixture.TOPIC, 0);
        assertEquals(appended, Batches.readAll(log, 0, appended, 100_000).size());
      }
    }
  }

  @Test
  void shouldAppendFastWhereThereIsNoRoomForMoreThanThat() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    LogConfig config = LogConfig.builder().segmentBytes(4 << 20).build();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = config;
      world.nanoTime = () -> 0;
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, config);
      int appended = 0;
      for (; log.sizeInBytes() < 1_040_000; appended++) {
        append(log, "a".repeat(16_000));
      }
      AtomicInteger refused = new AtomicInteger();
      // The zeros of each append come first, the batch is what finds room.
      disk.failWith(
          (what, file) -> {
            if (what.equals("write") && refused.getAndIncrement() % 2 == 0) {
              throw new IOException("No space left on device");
            }
          });
      for (int i = 0; i < 3; i++, appended++) {
        append(log, "b".repeat(16_000));
      }
      assertEquals(6, refused.get());
      disk.failWith((what, file) -> {});
      append(log, "c".repeat(16_000));
      appended++;
      disk.kill();
      log = world.open().create(StoreFixture.ID, config);
      assertEquals(appended, Batches.readAll(log, 0, log.logEndOffset(), 100_000).size());
      assertEquals(List.of(), world.failures);
    }
  }

  @Test
  void shouldFindItsEndWhereverTheBrokerDiesOrThePowerGoes() throws Exception {
    for (int seed = 0; seed < 400; seed++) {
      try {
        history(seed);
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void history(int seed) throws Exception {
    Random random = new Random(seed);
    FaultyFileSystem disk = new FaultyFileSystem();
    boolean fast = seed % 10 == 9;
    boolean ahead = !fast && random.nextBoolean();
    LogConfig config =
        fast
            ? LogConfig.builder().segmentBytes(1_500_000 + seed * 5_000).build()
            : ahead
                ? LogConfig.builder().flushMessages(1).segmentBytes(6_000 + seed * 20).build()
                : CONFIG;
    int largest = fast ? 32_000 : ahead ? 1_500 : 300;
    long written = 0;
    long durable = 0;
    long expected = 0;
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config = config;
      world.nanoTime = () -> 0;
      for (int life = 0; life < 4; life++) {
        LogStore store = world.open();
        PartitionLog log = store.create(StoreFixture.ID, config);
        assertTrue(log.logEndOffset() >= expected && log.logEndOffset() <= written);
        written = log.logEndOffset();
        durable = Math.min(durable, written);
        List<Batches.Entry> all = Batches.readAll(log, 0, written, 100_000);
        assertEquals(written, all.size());
        for (Batches.Entry entry : all) {
          assertTrue(entry.value().startsWith("v" + entry.offset() + "-"));
        }
        for (int step = random.nextInt(fast ? 200 : 30); step > 0; step--) {
          append(log, "v" + written++ + "-" + "x".repeat(random.nextInt(largest)));
          if (ahead) {
            durable = written;
          } else if (random.nextInt(4) == 0) {
            log.flush();
            durable = written;
          }
          if (random.nextInt(5) == 0) {
            world.pause();
          }
          if (random.nextInt(6) == 0) {
            store.directoriesForTest().get(0).writeRecoveryPoints();
          }
        }
        int end = random.nextInt(3);
        if (end == 0) {
          store.close();
          durable = written;
        } else if (end == 1) {
          disk.kill();
        } else {
          disk.losePower(random);
        }
        expected = end == 2 ? durable : written;
      }
    }
  }

  @Test
  void shouldLeaveNoFileOfASegmentThatCouldNotBeBegun() throws Exception {
    for (boolean inOrder : new boolean[] {true, false}) {
      FaultyFileSystem disk = new FaultyFileSystem();
      try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
        world.config = CONFIG;
        LogStore store = world.open();
        PartitionLog log = store.create(StoreFixture.ID, CONFIG);
        append(log, "a".repeat(500));
        disk.failWith(
            (what, file) -> {
              if (what.equals("extend")) {
                throw new IOException("Too many open files");
              }
            });
        assertInstanceOf(
            Refused.class,
            log.appendAsLeader(
                    Batches.batch(TIME, "b".repeat(SEGMENT / 2)), AppendContext.client(0))
                .toCompletableFuture()
                .join());
        append(log, "still fits");
        disk.failWith((what, file) -> {});
        append(log, "c".repeat(500));
        if (inOrder) {
          store.close();
        } else {
          disk.kill();
        }
        log = world.open().create(StoreFixture.ID, CONFIG);
        assertEquals(3, log.logEndOffset());
        assertEquals(3, Batches.readAll(log, 0, 3, 100_000).size());
        assertEquals(1, Batches.readAll(log, 1, 2, 100_000).size());
      }
    }
  }
}
