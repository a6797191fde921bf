package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.file.MemoryFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What random histories found: each a state that a power loss can leave on a disk. */
final class UnsyncedStateTest {
  private static final Path DATA = Path.of("/data");
  private static final Path LOG = DATA.resolve("orders-0");

  private final FaultyFileSystem disk = new FaultyFileSystem();
  private final StoreFixture world = new StoreFixture(disk, DATA);
  private LogStore store;
  private PartitionLog log;

  @BeforeEach
  void open() throws Exception {
    world.config = LogConfig.builder().segmentBytes(200).indexIntervalBytes(1).build();
    reopen();
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private void reopen() throws Exception {
    store = world.open();
    log = store.create(StoreFixture.ID, world.config);
  }

  private void append(int records, int from) {
    for (int i = from; i < from + records; i++) {
      BatchOptions options = BatchOptions.DEFAULT.withProducer(7, (short) 0, i);
      log.appendAsLeader(
              Batches.batch(options, world.nowMs + i, "value-" + i), AppendContext.client(0))
          .toCompletableFuture()
          .join();
    }
    log.advanceHighWatermark(log.logEndOffset());
  }

  private List<Path> segments() throws Exception {
    return disk.list(LOG).stream().filter(file -> file.toString().endsWith(".log")).toList();
  }

  private static long base(Path segment) {
    return LogFiles.baseOffset(segment, LogFiles.LOG).orElseThrow();
  }

  /** None of what was not synced. */
  private static Random nothing() {
    return new Random() {
      @Override
      public int nextInt(int bound) {
        return 0;
      }
    };
  }

  @Test
  void shouldReplaceAnIndexThatIsGarbageOfTheRightLength() throws Exception {
    world.config = world.config.toBuilder().segmentBytes(10_000).build();
    log.updateConfig(world.config);
    append(48, 0); // More than what is left for the next flush.
    log.flush();
    store.directoriesForTest().get(0).writeRecoveryPoints();
    disk.kill();
    MemoryFile index = disk.file(LOG.resolve("00000000000000000000.index"));
    index.flip(index.size() - 1);
    reopen();

    append(2, 48);
    store.close();
    disk.kill();
    reopen();

    for (int offset = 0; offset < 50; offset++) {
      assertEquals(50 - offset, Batches.readAll(log, offset, 50, 1000).size());
    }
  }

  @Test
  void shouldKeepWhatFollowsAnUnfinishedWrite() throws Exception {
    append(12, 0);
    MemoryFile second = disk.file(segments().get(1));
    disk.kill();
    second.write(second.size(), new byte[] {1, 2, 3}, 3, world.nowMs);
    int torn = second.size();

    reopen();

    assertEquals(12, log.logEndOffset());
    assertEquals(12, Batches.readAll(log, 0, 12, 1000).size());
    assertEquals(torn - 3, second.size());
  }

  @Test
  void shouldSyncTheCutAfterAnUnfinishedWrite() throws Exception {
    append(1, 0);
    log.flush();
    MemoryFile first = disk.file(segments().get(0));
    int whole = first.size();
    disk.failWith(
        (what, file) -> {
          if (what.equals("write") && file.toString().endsWith(".log")) {
            first.write(whole, new byte[] {1, 2, 3}, 3, world.nowMs);
            throw new java.io.IOException("No space left on device");
          }
        });
    append(1, 1);

    disk.losePower(
        new Random() {
          @Override
          public int nextInt(int bound) {
            return bound - 1;
          }
        });

    assertEquals(whole, first.size());
  }

  @Test
  void shouldEndBeforeAGapThatALostFileLeaves() throws Exception {
    append(12, 0);
    List<Path> before = segments();
    disk.kill();
    disk.deleteIfExists(before.get(1));

    reopen();

    assertEquals(base(before.get(1)), log.logEndOffset());
    assertEquals(before.subList(0, 1), segments());
  }

  @Test
  void shouldEndBeforeAGapThatALostBatchLeaves() throws Exception {
    append(12, 0);
    Path first = segments().get(0);
    int batch = disk.file(first).size() / (int) base(segments().get(1));
    disk.kill();
    disk.file(first).truncate(disk.file(first).size() - batch);

    reopen();

    assertEquals(base(first) + disk.file(first).size() / batch, log.logEndOffset());
    assertEquals(1, segments().size());
  }

  @Test
  void shouldNotMindWhatIsLeftBelowTheLogStart() throws Exception {
    append(12, 0);
    byte[] half = new byte[disk.file(segments().get(0)).size() / 3];
    System.arraycopy(disk.file(segments().get(0)).content(), 0, half, 0, half.length);
    long start = base(segments().get(2));
    log.deleteRecordsBefore(start).toCompletableFuture().join();
    disk.kill();
    disk.openForWrite(LOG.resolve("00000000000000000000.log")).close();
    disk.file(LOG.resolve("00000000000000000000.log")).write(0, half, half.length, world.nowMs);

    reopen();

    assertEquals(start, log.logStartOffset());
    assertEquals(12, log.logEndOffset());
    assertEquals(12 - start, Batches.readAll(log, start, 12, 1000).size());
  }

  @Test
  void shouldDeleteTheSnapshotsOfWhatIsCutOffForGood() throws Exception {
    append(12, 0);
    log.flush();
    long end = base(segments().get(1));
    Path snapshot = LogFiles.of(LOG, base(segments().get(2)), LogFiles.SNAPSHOT);
    assertTrue(disk.exists(snapshot));
    log.truncateTo(end).toCompletableFuture().join();

    disk.losePower(nothing());

    assertFalse(disk.exists(snapshot));
  }

  @Test
  void shouldNotPassOverABatchThatHasLostItsOffset() throws Exception {
    world.config = LogConfig.DEFAULT;
    store.delete(StoreFixture.TOPIC, 0).toCompletableFuture().join();
    log = store.create(StoreFixture.ID, world.config);
    append(5, 0);
    log.flush();
    store.directoriesForTest().get(0).writeRecoveryPoints();
    MemoryFile file = disk.file(segments().get(0));
    int synced = file.size();
    append(3, 5);
    disk.kill();
    file.write(synced, new byte[8], 8, world.nowMs);

    reopen();

    assertEquals(5, log.logEndOffset());
    assertEquals(5, Batches.readAll(log, 0, 5, 1000).size());
    assertEquals(synced, file.size());
  }

  @Test
  void shouldSyncTheNameOfAnEmptySegmentThatACrashLeft() throws Exception {
    log.appendAsLeader(Batches.batch(world.nowMs, "a", "b"), AppendContext.client(0))
        .toCompletableFuture()
        .join();
    // The batch goes whole, and its file stays.
    log.truncateTo(1).toCompletableFuture().join();
    disk.kill();
    reopen();
    append(1, 1);
    log.flush();

    disk.losePower(nothing());
    reopen();

    assertEquals(1, log.logEndOffset());
    assertEquals(1, Batches.readAll(log, 0, 1, 1000).size());
  }

  @Test
  void shouldNotSyncAgainWhatACleanStopHasSynced() throws Exception {
    append(12, 0);
    store.close();
    disk.kill();
    reopen();
    assertEquals(12, log.logEndOffset());
    disk.failWith(
        (what, file) -> {
          if (what.equals("force")) {
            throw new java.io.IOException("synced " + file);
          }
        });

    log.flush();

    assertEquals(List.of(), world.failures);
  }

  @Test
  void shouldNotGiveATopicTheRecordsOfOneOfItsNameThatIsGone() throws Exception {
    append(2, 0);
    disk.syncDirectory(DATA);
    disk.syncDirectory(LOG);
    try (var channel = disk.openForUpdate(segments().get(0))) {
      channel.force(true);
    }
    disk.deleteIfExists(LOG.resolve("partition.metadata"));
    disk.syncDirectory(LOG);
    store.delete(StoreFixture.TOPIC, 0).toCompletableFuture().join();

    disk.losePower(nothing());
    store = world.open();
    PartitionId again = new PartitionId(new io.barnabas.codec.Uuid(9, 9), "orders", 0);
    log = store.create(again, world.config);

    assertEquals(0, log.logEndOffset());
  }
}
