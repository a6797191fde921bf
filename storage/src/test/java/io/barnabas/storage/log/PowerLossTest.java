package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Many producers that wait for the disk ({@code flush.messages=1}), and the power goes: whatever
 * was acknowledged is there, where it was said to be. What is on the disk then follows from the
 * seed; which thread was where does not. Replay one with {@code -Dstorage.seed=N}.
 */
final class PowerLossTest {
  private static final Path MEMORY = Path.of("/data");
  private static final long TIME = 1_700_000_000_000L;
  private static final int PRODUCERS = 8;
  private static final int PARTITIONS = 3;

  @Test
  void shouldKeepWhatWasAcknowledgedWhenThePowerGoes() throws Exception {
    Long one = Long.getLong("storage.seed");
    for (long seed = one == null ? 0 : one;
        seed < (one == null ? Long.getLong("storage.seeds", 150) : one + 1);
        seed++) {
      try {
        run(new Random(seed));
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }

  private static void run(Random random) throws Exception {
    ExecutorService producers = Executors.newFixedThreadPool(PRODUCERS);
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, MEMORY)) {
      world.config =
          LogConfig.builder()
              .flushMessages(1)
              .segmentBytes(1000 + random.nextInt(random.nextBoolean() ? 4000 : 40_000))
              .preallocate(random.nextBoolean())
              .build();
      // Many are soon long enough for room to be made ahead.
      String padding = "x".repeat(random.nextBoolean() ? 0 : random.nextInt(900));
      List<Map<Long, String>> acknowledged = new ArrayList<>();
      for (int partition = 0; partition < PARTITIONS; partition++) {
        acknowledged.add(new ConcurrentHashMap<>());
      }
      for (int life = 0; life < 2; life++) {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        world.syncExecutor = pool;
        LogStore store = world.open();
        List<PartitionLog> logs = logs(store, world.config);
        check(logs, acknowledged);
        AtomicInteger left = new AtomicInteger(1 + random.nextInt(60));
        List<Future<?>> running = new ArrayList<>();
        for (int producer = 0; producer < PRODUCERS; producer++) {
          String name = "life-" + life + "-producer-" + producer + padding;
          running.add(producers.submit(() -> produce(name, logs, acknowledged, left)));
        }
        while (left.get() > 0) {
          Thread.onSpinWait();
        }
        disk.losePowerInUse(random);
        for (Future<?> each : running) {
          each.get(60, TimeUnit.SECONDS);
        }
        pool.shutdown();
        assertTrue(pool.awaitTermination(60, TimeUnit.SECONDS));
        disk.failWith((what, file) -> {});
      }
      LogStore store = world.open();
      check(logs(store, world.config), acknowledged);
      store.close();
    } finally {
      producers.shutdownNow();
    }
  }

  private static List<PartitionLog> logs(LogStore store, LogConfig config) throws Exception {
    List<PartitionLog> logs = new ArrayList<>();
    for (int partition = 0; partition < PARTITIONS; partition++) {
      logs.add(store.create(new PartitionId(StoreFixture.TOPIC, "orders", partition), config));
    }
    return logs;
  }

  /** One record after the other, each once the one before is acknowledged, until one is not. */
  private static void produce(
      String name,
      List<PartitionLog> logs,
      List<Map<Long, String>> acknowledged,
      AtomicInteger left) {
    for (int sent = 0; ; sent++) {
      int partition = (name.hashCode() + sent & Integer.MAX_VALUE) % PARTITIONS;
      String value = name + "-" + sent;
      AppendOutcome outcome =
          logs.get(partition)
              .appendAsLeader(Batches.batch(TIME, value), AppendContext.client(0))
              .toCompletableFuture()
              .join();
      if (!(outcome instanceof Appended appended)) {
        left.set(0);
        return;
      }
      acknowledged.get(partition).put(appended.baseOffset(), value);
      left.decrementAndGet();
    }
  }

  private static void check(List<PartitionLog> logs, List<Map<Long, String>> acknowledged)
      throws Exception {
    for (int partition = 0; partition < PARTITIONS; partition++) {
      PartitionLog log = logs.get(partition);
      // A disk may keep the directory's entry of a second segment and lose that of the first, while
      // neither was synced and nothing in them was acknowledged.
      long start = log.logStartOffset();
      Map<Long, String> found = new ConcurrentHashMap<>();
      for (Batches.Entry entry : Batches.readAll(log, start, log.logEndOffset(), 100_000)) {
        found.put(entry.offset(), entry.value());
      }
      assertEquals(log.logEndOffset() - start, found.size());
      for (Map.Entry<Long, String> each : acknowledged.get(partition).entrySet()) {
        assertEquals(each.getValue(), found.get(each.getKey()), "offset " + each.getKey());
      }
      assertTrue(found.size() >= acknowledged.get(partition).size());
    }
  }
}
