package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.Batches.Entry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A log goes to and fro between two directories while many threads use it. */
final class MovesUnderLoadTest {
  private static final Path HERE = Path.of("/here");
  private static final Path THERE = Path.of("/there");
  private static final long TIME = 1_700_000_000_000L;
  private static final int MOVES = 15;

  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final CountDownLatch moved = new CountDownLatch(MOVES);
  private final AtomicInteger sent = new AtomicInteger();
  private final ConcurrentSkipListMap<Long, Entry> acknowledged = new ConcurrentSkipListMap<>();

  @AfterEach
  void end() {
    pool.shutdownNow();
  }

  @Test
  void shouldKeepWhatIsAppendedMeanwhile() throws Exception {
    try (StoreFixture world = new StoreFixture(new FaultyFileSystem(), HERE, THERE)) {
      world.config = LogConfig.builder().segmentBytes(3000).fileDeleteDelayMs(0).build();
      world.executor = pool;
      LogStore store = world.open();
      PartitionLog log = store.create(StoreFixture.ID, world.config);
      store.moves().setListener((id, directory) -> pool.execute(() -> arrived(store, log)));

      List<Future<?>> users = new ArrayList<>();
      users.add(pool.submit(whileMoving(() -> append(log))));
      users.add(pool.submit(whileMoving(() -> append(log))));
      users.add(pool.submit(whileMoving(() -> deleteAllButSome(log))));
      assertNull(store.moves().move(log, THERE));
      assertTrue(moved.await(1, TimeUnit.MINUTES), "still to move: " + moved.getCount());
      for (Future<?> user : users) {
        user.get();
      }

      assertEquals(List.of(), world.failures);
      long start = log.logStartOffset();
      assertEquals(
          List.copyOf(acknowledged.tailMap(start).values()),
          Batches.readAll(log, start, log.logEndOffset(), 1000));
      store.close();
    }
  }

  private void arrived(LogStore store, PartitionLog log) {
    moved.countDown();
    if (moved.getCount() > 0) {
      assertNull(store.moves().move(log, log.logDirectory().equals(HERE) ? THERE : HERE));
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private Callable<Void> whileMoving(Step step) {
    return () -> {
      while (moved.getCount() > 0 && !Thread.currentThread().isInterrupted()) {
        step.run();
      }
      return null;
    };
  }

  private void append(PartitionLog log) throws Exception {
    String value = "value-" + sent.incrementAndGet();
    AppendOutcome outcome =
        log.appendAsLeader(Batches.batch(TIME, value), AppendContext.client(1))
            .toCompletableFuture()
            .get();
    long offset = assertInstanceOf(Appended.class, outcome).baseOffset();
    assertNull(acknowledged.put(offset, new Entry(offset, TIME, value)));
    log.advanceHighWatermark(offset + 1);
  }

  private static void deleteAllButSome(PartitionLog log) throws Exception {
    long start =
        log.deleteRecordsBefore(Math.max(0, log.highWatermark() - 200)).toCompletableFuture().get();
    assertTrue(start <= log.logStartOffset());
  }
}
