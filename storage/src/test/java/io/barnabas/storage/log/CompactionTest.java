package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.KeyedBatches.Found;
import io.barnabas.storage.log.KeyedBatches.KeyValue;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CompactionTest {
  private static final Path DATA = Path.of("/data");
  private static final PartitionId OTHER = new PartitionId(StoreFixture.TOPIC, "orders", 1);
  private static final LogConfig COMPACTED =
      LogConfig.builder()
          .segmentBytes(600)
          .indexIntervalBytes(100)
          .cleanupDelete(false)
          .cleanupCompact(true)
          .fileDeleteDelayMs(0)
          .build();

  private final FaultyFileSystem disk = new FaultyFileSystem();
  private StoreFixture world = new StoreFixture(disk, DATA);
  private LogStore store;

  @AfterEach
  void close() throws Exception {
    disk.failWith((what, file) -> {});
    world.close();
  }

  private PartitionLog open(PartitionId id, LogConfig config) throws Exception {
    world.config = config;
    if (store == null) {
      store = world.open();
    }
    return store.create(id, config);
  }

  private static void append(PartitionLog log, long timestamp, String key, String value) {
    ByteBuf batch =
        KeyedBatches.batch(BatchOptions.DEFAULT, timestamp, List.of(new KeyValue(key, value)));
    AppendOutcome outcome =
        log.appendAsLeader(batch, AppendContext.client(1)).toCompletableFuture().join();
    assertInstanceOf(AppendOutcome.Appended.class, outcome);
    log.advanceHighWatermark(log.logEndOffset());
  }

  private void fill(PartitionLog log) {
    for (int i = 0; i < 40; i++) {
      append(log, world.nowMs, "k" + i % 3, "value number " + i);
    }
  }

  private static Set<Long> offsets(PartitionLog log) throws IOException {
    return KeyedBatches.readAll(log, 0, log.logEndOffset(), 1000).stream()
        .map(Found::offset)
        .collect(Collectors.toSet());
  }

  private boolean hasLeftovers(PartitionId id) throws IOException {
    Path directory = DATA.resolve(id.toString());
    return disk.exists(directory)
        && disk.list(directory).stream()
            .anyMatch(file -> file.toString().matches(".*(cleaned|swap)"));
  }

  @Test
  void shouldLeaveADamagedLogAloneAndCleanTheOthers() throws Exception {
    PartitionLog damaged = open(StoreFixture.ID, COMPACTED);
    PartitionLog sound = open(OTHER, COMPACTED);
    fill(damaged);
    fill(sound);
    disk.file(DATA.resolve("orders-0").resolve("00000000000000000000.log")).flip(100);

    store.cleaner().round();

    assertEquals(Set.of(StoreFixture.ID), store.cleaner().uncleanable().keySet());
    assertEquals(0, damaged.cleanedOffset());
    assertTrue(sound.cleanedOffset() > 0);
    assertTrue(offsets(sound).size() < 40);
    assertFalse(hasLeftovers(StoreFixture.ID));
    assertEquals(List.of(), world.failures);
  }

  @Test
  void shouldTryAgainWhatTheDiskHadNoRoomFor() throws Exception {
    PartitionLog log = open(StoreFixture.ID, COMPACTED);
    fill(log);
    disk.failWith(
        (what, file) -> {
          if (what.equals("write") && file.toString().endsWith(".log.cleaned")) {
            disk.failShort(10);
          }
        });

    store.cleaner().round();

    assertEquals(0, log.cleanedOffset());
    assertEquals(40, offsets(log).size());
    assertEquals(Map.of(), store.cleaner().uncleanable());
    assertEquals(List.of(), world.failures);
    assertFalse(hasLeftovers(StoreFixture.ID));

    disk.failWith((what, file) -> {});
    store.cleaner().round();

    assertTrue(log.cleanedOffset() > 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {".log.cleaned", ".index.cleaned", ".timeindex.cleaned", "orders-0"})
  void shouldGoOfflineForGoodWhereASyncFails(String name) throws Exception {
    PartitionLog log = open(StoreFixture.ID, COMPACTED);
    fill(log);
    log.flush();
    disk.failWith(
        (what, file) -> {
          if (what.equals("force") && file.toString().endsWith(name)) {
            throw new IOException("Input/output error");
          }
        });

    store.cleaner().round();

    assertEquals(1, world.failures.size(), world.failures.toString());
    assertEquals(0, log.cleanedOffset());
  }

  @Test
  void shouldEndWithTheTopicThatIsDeletedMeanwhile() throws Exception {
    ExecutorService others = Executors.newSingleThreadExecutor();
    world.executor = others;
    PartitionLog log = open(StoreFixture.ID, COMPACTED);
    fill(log);
    AtomicReference<CompletableFuture<Void>> deletion = new AtomicReference<>();
    disk.failWith(
        (what, file) -> {
          if (what.equals("write") && file.toString().endsWith(".log.cleaned")) {
            deletion.compareAndSet(null, store.delete(StoreFixture.TOPIC, 0).toCompletableFuture());
            while (log.loaded().state().unavailable() == null) {
              Thread.onSpinWait();
            }
            assertFalse(deletion.get().isDone(), "the directory is gone under the cleaner");
          }
        });

    store.cleaner().round();
    deletion.get().join();
    PartitionLog next = store.create(StoreFixture.ID, COMPACTED);

    assertFalse(hasLeftovers(StoreFixture.ID));
    assertEquals(0, next.logEndOffset());
    assertEquals(List.of(), world.failures);
    others.shutdown();
  }

  @Test
  void shouldEndWhenTheTopicIsNoLongerCompacted() throws Exception {
    PartitionLog log = open(StoreFixture.ID, COMPACTED);
    fill(log);
    disk.failWith(
        (what, file) -> {
          if (what.equals("write") && file.toString().endsWith(".log.cleaned")) {
            log.updateConfig(COMPACTED.toBuilder().cleanupCompact(false).build());
          }
        });

    store.cleaner().round();

    assertEquals(0, log.cleanedOffset());
    assertEquals(40, offsets(log).size());
    assertFalse(hasLeftovers(StoreFixture.ID));
  }

  @Test
  void shouldNotTouchWhatIsYoungerThanTheLag() throws Exception {
    PartitionLog log =
        open(StoreFixture.ID, COMPACTED.toBuilder().minCompactionLagMs(5000).build());
    fill(log);
    world.nowMs += 5000;
    fill(log);

    store.cleaner().round();

    long cleaned = log.cleanedOffset();
    assertTrue(cleaned > 0 && cleaned <= 40, "cleaned up to " + cleaned);
    assertTrue(offsets(log).containsAll(List.of(40L, 41L, 79L)));
  }

  @Test
  void shouldCleanWhatIsOlderThanTheLongestLagHoweverLittleItIs() throws Exception {
    LogConfig config =
        COMPACTED.toBuilder().maxCompactionLagMs(5000).minCleanableDirtyRatio(1).build();
    PartitionLog log = open(StoreFixture.ID, config);
    fill(log);
    world.nowMs += 5000;

    store.cleaner().round();
    assertEquals(0, log.cleanedOffset());

    world.nowMs += 1;
    log.loaded().retain().toCompletableFuture().join();
    store.cleaner().round();
    assertEquals(40, log.cleanedOffset(), "the active segment is rolled for the lag's sake");
  }

  @Test
  void shouldKeepTheAgeOfWhatItReplaces() throws Exception {
    PartitionLog log = open(StoreFixture.ID, COMPACTED);
    fill(log);
    List<Long> ages = new ArrayList<>();
    for (Segment segment : log.loaded().state().segments().all()) {
      ages.add(disk.lastModifiedMs(segment.file()));
    }
    long last = ages.remove(ages.size() - 1);

    store.cleaner().round();

    for (Segment segment : log.loaded().state().segments().all()) {
      long age = disk.lastModifiedMs(segment.file());
      assertTrue(age == last || ages.contains(age), () -> segment.file() + " is of " + age);
    }
  }

  @Test
  void shouldWriteTheCheckpointAsKafkaDoes() throws Exception {
    PartitionLog log = open(StoreFixture.ID, COMPACTED);
    fill(log);

    store.cleaner().round();

    byte[] bytes = disk.file(DATA.resolve("cleaner-offset-checkpoint")).content();
    assertEquals("0\n1\norders 0 " + log.cleanedOffset() + "\n", new String(bytes, "UTF-8"));
    store.close();
    disk.kill();
    store = world.open();
    assertEquals(log.cleanedOffset(), store.create(StoreFixture.ID, COMPACTED).cleanedOffset());
  }

  @Test
  void shouldServeReadersOfSegmentsThatAreReplaced(@TempDir Path directory) throws Exception {
    FileSystemPort files = new NioFileSystem();
    world.close();
    world = new StoreFixture(files, directory);
    ExecutorService others = Executors.newFixedThreadPool(3);
    world.executor = others;
    PartitionLog log = open(StoreFixture.ID, COMPACTED.toBuilder().segmentBytes(1500).build());
    fill(log);
    ReadOutcome.LogSlice held = (ReadOutcome.LogSlice) log.read(0, log.logEndOffset(), 500, true);
    held.records().retain();
    ByteBuf before = Batches.bytes(held);
    AtomicBoolean done = new AtomicBoolean();
    Future<Integer> readers =
        others.submit(
            () -> {
              int reads = 0;
              while (!done.get()) {
                // To the end as it is then: what was superseded on the way is found further on.
                List<Found> all = KeyedBatches.readAll(log, 0, Long.MAX_VALUE, 400);
                Set<String> keys = all.stream().map(Found::key).collect(Collectors.toSet());
                assertEquals(Set.of("k0", "k1", "k2"), keys);
                assertNotEquals(-1, log.offsetForTimestamp(world.nowMs, Long.MAX_VALUE).offset());
                reads++;
              }
              return reads;
            });

    for (int round = 0; round < 12; round++) {
      fill(log);
      store.cleaner().round();
    }
    done.set(true);

    assertTrue(readers.get() > 0);
    assertEquals(Map.of(), store.cleaner().uncleanable());
    assertEquals(before, Batches.bytes(held), "an old read goes on");
    store.close();
    others.shutdown();
    assertEquals(List.of(), world.failures);
  }

  private void abort(PartitionLog log, long producerId, int sequence) {
    BatchOptions options =
        BatchOptions.DEFAULT.withProducer(producerId, (short) 0, sequence).asTransactional();
    ByteBuf data =
        KeyedBatches.batch(options, world.nowMs, List.of(new KeyValue("a" + sequence, "aborted")));
    log.appendAsLeader(data, AppendContext.client(1)).toCompletableFuture().join();
    ByteBuf marker = KeyedBatches.marker(producerId, true, world.nowMs);
    log.appendAsLeader(marker, AppendContext.coordinator(1)).toCompletableFuture().join();
    log.advanceHighWatermark(log.logEndOffset());
  }

  private PartitionLog withAborted() throws Exception {
    PartitionLog log = open(StoreFixture.ID, COMPACTED.toBuilder().segmentBytes(1200).build());
    for (int i = 0; i < 20; i++) {
      abort(log, 7 + i, 0);
      append(log, world.nowMs, "k" + i % 3, "value number " + i);
    }
    return log;
  }

  @Test
  void shouldHaveWhatWasFoundReadAgainOnceItsSegmentIsGone() throws Exception {
    PartitionLog log = withAborted();
    long end = log.lastStableOffset();
    LogSlice before = assertInstanceOf(LogSlice.class, log.read(0, end, 1 << 20, true));
    assertFalse(log.abortedTransactions(before, 0, end).isEmpty());

    store.cleaner().round();

    assertThrows(NoSuchFileException.class, () -> log.abortedTransactions(before, 0, end));
    before.records().release();
    LogSlice after = assertInstanceOf(LogSlice.class, log.read(0, end, 1 << 20, true));
    List<AbortedTransaction> unused = log.abortedTransactions(after, 0, end);
    after.records().release();
  }

  @Test
  void shouldForgetWhatWasAbortedAndIsGoneWhereverTheSwapEnds() throws Exception {
    List<AbortedTransaction> after = null;
    for (String end :
        List.of("none", ".index.swap", ".timeindex.swap", ".txnindex.swap", ".log.swap")) {
      try (StoreFixture fixture = new StoreFixture(disk, Path.of("/" + end))) {
        world = fixture;
        store = null;
        PartitionLog log =
            open(
                StoreFixture.ID,
                COMPACTED.toBuilder().segmentBytes(1200).minCleanableDirtyRatio(0).build());
        for (int i = 0; i < 20; i++) {
          abort(log, 7, i);
        }
        store.cleaner().round();
        for (int i = 20; i < 30; i++) {
          abort(log, 7, i);
        }
        disk.failWith(
            (what, file) -> {
              if (what.equals("rename") && file.toString().endsWith("000" + end)) {
                throw new IOException("the end");
              }
            });
        long dirty = 10;
        assertFalse(log.abortedTransactions(0, dirty).isEmpty());

        store.cleaner().round();
        disk.kill();
        store = world.open();

        List<AbortedTransaction> found =
            store.create(StoreFixture.ID, world.config).abortedTransactions(0, dirty);
        after = after == null ? found : after;
        assertEquals(after, found, end);
        assertEquals(List.of(), found);
      }
    }
  }
}
