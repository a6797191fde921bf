package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.KeyedBatches.Found;
import io.barnabas.storage.log.KeyedBatches.KeyValue;
import io.barnabas.storage.producer.ProducerState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ends the process, or the power, at every file operation of a cleaning, and at operations of the
 * recovery after it. The log is then as before or as after, group of segments by group.
 */
final class CompactionCrashTest {
  private static final Path DATA = Path.of("/data");
  private static final Path DIRECTORY = DATA.resolve("orders-0");
  private static final int KEYS = 5;

  /** A log with several segments to be cleaned, always the same. */
  private static final class Scene implements AutoCloseable {
    final FaultyFileSystem disk = new FaultyFileSystem();
    final StoreFixture world = new StoreFixture(disk, DATA);
    final TreeSet<Long> bases = new TreeSet<>();
    List<Found> before = List.of();
    LogStore store;
    PartitionLog log;

    Scene(boolean oneGroup) throws Exception {
      Random random = new Random(7);
      LogConfig config =
          LogConfig.builder()
              .segmentBytes(600)
              .indexIntervalBytes(100)
              .cleanupDelete(false)
              .cleanupCompact(true)
              .deleteRetentionMs(0)
              .fileDeleteDelayMs(0)
              .build();
      world.config = config;
      open();
      for (int i = 0; i < 18; i++) {
        List<KeyValue> records = new ArrayList<>();
        for (int at = 0; at < 3; at++) {
          String value = random.nextInt(6) == 0 ? null : "value" + i + "-" + at;
          records.add(new KeyValue("k" + random.nextInt(KEYS), value));
        }
        append(
            KeyedBatches.batch(
                BatchOptions.DEFAULT.withProducer(i % 3, (short) 0, i / 3 * 3),
                world.nowMs,
                records));
      }
      log.advanceHighWatermark(log.logEndOffset());
      log.flush();
      store.directoriesForTest().get(0).writeAll();
      world.config = oneGroup ? config.toBuilder().segmentBytes(1 << 20).build() : config;
      log.updateConfig(world.config);
      before = records();
      log.loaded().state().segments().all().forEach(segment -> bases.add(segment.baseOffset()));
    }

    void append(io.netty.buffer.ByteBuf batch) {
      AppendOutcome outcome =
          log.appendAsLeader(batch, AppendContext.client(1)).toCompletableFuture().join();
      assertTrue(outcome instanceof AppendOutcome.Appended, "not appended: " + outcome);
    }

    void open() throws Exception {
      store = world.open();
      log = store.create(StoreFixture.ID, world.config);
    }

    List<Found> records() throws IOException {
      return KeyedBatches.readAll(log, log.logStartOffset(), log.logEndOffset(), 500);
    }

    List<ProducerState> producers() {
      return List.copyOf(log.producers().toCompletableFuture().join());
    }

    void clean() {
      store.cleaner().round();
    }

    /** Everything fails from an operation on; answers whether it was reached. */
    AtomicInteger failFrom(int operation) {
      AtomicInteger left = new AtomicInteger(operation);
      disk.failWith(
          (what, file) -> {
            if (left.getAndDecrement() <= 0) {
              throw new IOException("the machine stops");
            }
          });
      return left;
    }

    void end(boolean power, int seed) {
      if (power) {
        // Neighbouring seeds of Random begin alike.
        disk.losePower(new Random(seed * 0x9E3779B97F4A7C15L));
      } else {
        disk.kill();
      }
    }

    @Override
    public void close() throws Exception {
      world.close();
    }
  }

  private static List<Found> cleaned(boolean oneGroup) throws Exception {
    try (Scene scene = new Scene(oneGroup)) {
      scene.clean();
      assertTrue(scene.log.cleanedOffset() > 0);
      return scene.records();
    }
  }

  private static void assertBeforeOrAfter(Scene scene, List<Found> after, String when)
      throws IOException {
    List<Found> found = scene.records();
    TreeSet<Long> boundaries = new TreeSet<>(scene.bases);
    boundaries.add(Long.MAX_VALUE);
    for (long boundary : boundaries) {
      List<Found> expected = new ArrayList<>();
      after.stream().filter(r -> r.offset() < boundary).forEach(expected::add);
      scene.before.stream().filter(r -> r.offset() >= boundary).forEach(expected::add);
      if (expected.equals(found)) {
        return;
      }
    }
    throw new AssertionError(when + ": " + found + "\nbefore " + scene.before + "\nafter " + after);
  }

  @ParameterizedTest
  @ValueSource(strings = {"one group", "many groups"})
  void shouldBeAsBeforeOrAsAfterWhereverTheMachineStops(String grouping) throws Exception {
    boolean oneGroup = grouping.equals("one group");
    List<Found> after = cleaned(oneGroup);
    boolean reached = true;
    for (int operation = 0; reached; operation++) {
      for (int end = 0; end < (oneGroup ? 4 : 2); end++) {
        boolean power = end > 0;
        try (Scene scene = new Scene(oneGroup)) {
          List<ProducerState> producers = scene.producers();
          AtomicInteger left = scene.failFrom(operation);
          scene.clean();
          reached = left.get() < 0;
          scene.end(power, operation * 31 + end);
          scene.open();
          String when = grouping + ", end " + end + ", operation " + operation;
          assertBeforeOrAfter(scene, after, when);
          assertEquals(producers, scene.producers(), when);
          assertNoLeftovers(scene, when);
          finishAndAppend(scene, after, when);
        }
      }
    }
  }

  private static void finishAndAppend(Scene scene, List<Found> after, String when)
      throws IOException {
    scene.log.advanceHighWatermark(scene.log.logEndOffset());
    scene.clean();
    // The second time tombstones may go that the first time was cut short of.
    List<Found> found = scene.records();
    assertTrue(after.containsAll(found), when + ": " + found);
    assertEquals(
        after.stream().filter(record -> record.value() != null).toList(),
        found.stream().filter(record -> record.value() != null).toList(),
        when);
    scene.append(
        KeyedBatches.batch(
            BatchOptions.DEFAULT.withProducer(0, (short) 0, 18),
            scene.world.nowMs,
            List.of(new KeyValue("new", "value"))));
    assertEquals(found.size() + 1, scene.records().size(), when);
  }

  private static void assertNoLeftovers(Scene scene, String when) throws IOException {
    for (Path file : scene.disk.list(DIRECTORY)) {
      String name = file.toString();
      assertTrue(
          !name.endsWith(".swap") && !name.endsWith(".cleaned") && !name.endsWith(".deleted"),
          when + " leaves " + name);
    }
  }

  @Test
  void shouldRecoverAgainWhenRecoveryIsCutShort() throws Exception {
    List<Found> after = cleaned(true);
    Random random = new Random(3);
    for (int round = 0; round < 150; round++) {
      int operation = random.nextInt(60);
      int inRecovery = random.nextInt(40);
      boolean power = random.nextBoolean();
      boolean powerAgain = random.nextBoolean();
      try (Scene scene = new Scene(true)) {
        AtomicInteger unused = scene.failFrom(operation);
        scene.clean();
        scene.end(power, round);
        unused = scene.failFrom(inRecovery);
        try {
          scene.open();
        } catch (LogStoreException e) {
          assertTrue(String.valueOf(e).contains("stops"), "refused: " + e);
        }
        scene.end(powerAgain, round);
        scene.open();
        String when = "operations " + operation + ", " + inRecovery + " " + power + powerAgain;
        assertBeforeOrAfter(scene, after, when);
        assertNoLeftovers(scene, when);
      }
    }
  }
}
