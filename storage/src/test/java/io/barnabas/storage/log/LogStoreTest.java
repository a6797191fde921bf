package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.ReadOutcome.OffsetOutOfRange;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogStoreTest {
  @TempDir Path temp;
  private StoreFixture fixture;

  @BeforeEach
  void world() {
    fixture = new StoreFixture(new NioFileSystem(), temp.resolve("data"));
  }

  @AfterEach
  void end() throws Exception {
    fixture.close();
  }

  private static Appended append(PartitionLog log, String... values) {
    return append(log, 1_700_000_000_000L, values);
  }

  private static Appended append(PartitionLog log, long timestamp, String... values) {
    AppendOutcome outcome =
        log.appendAsLeader(Batches.batch(timestamp, values), AppendContext.client(3))
            .toCompletableFuture()
            .join();
    return assertInstanceOf(Appended.class, outcome);
  }

  private static List<String> values(PartitionLog log) throws IOException {
    return Batches.readAll(log, log.logStartOffset(), log.logEndOffset(), 1 << 20).stream()
        .map(Batches.Entry::value)
        .toList();
  }

  @Test
  void shouldReadWhatWasAppended() throws Exception {
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);

      Appended first = append(log, "a", "b");
      Appended second = append(log, "c");

      assertEquals(new Appended(0, 1, -1, 0), first);
      assertEquals(new Appended(2, 2, -1, 0), second);
      assertEquals(List.of("a", "b", "c"), values(log));
      assertEquals(3, log.latestEpoch());
      assertInstanceOf(OffsetOutOfRange.class, log.read(4, 10, 100, true));
    }
  }

  @Test
  void shouldFindEverythingAfterACleanShutdown() throws Exception {
    fixture.config = LogConfig.builder().segmentBytes(300).indexIntervalBytes(100).build();
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, fixture.config);
      for (int i = 0; i < 50; i++) {
        append(log, 1_700_000_000_000L + i, "value-" + i);
      }
      log.advanceHighWatermark(40);
    }
    try (LogStore store = fixture.open()) {
      assertTrue(store.directories().get(0).cleanShutdown());
      PartitionLog log = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(log);
      assertEquals(50, log.logEndOffset());
      assertEquals(40, log.highWatermark());
      assertEquals(50, values(log).size());
      assertEquals(17, log.offsetForTimestamp(1_700_000_000_017L, 50).offset());
      assertEquals(49, log.maxTimestamp().offset());
      append(log, "more");
      assertEquals(51, values(log).size());
    }
  }

  @Test
  void shouldForgetProducersAfterTheExpirationOfTheMoment() throws Exception {
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      BatchOptions producer = BatchOptions.DEFAULT.withProducer(5, (short) 0, 0);
      log.appendAsLeader(
              Batches.batch(producer, fixture.nowMs - 1000, "a"), AppendContext.client(3))
          .toCompletableFuture()
          .join();
      log.loaded().retain().toCompletableFuture().join();
      int before = log.producers().toCompletableFuture().join().size();

      store.setProducerIdExpiration(Duration.ofMillis(500));
      log.loaded().retain().toCompletableFuture().join();

      assertEquals(1, before);
      assertEquals(0, log.producers().toCompletableFuture().join().size());
    }
  }

  @Test
  void shouldLeaveALogShutUntilRetentionIsDueInIt() throws Exception {
    long newest = 1_700_000_000_000L;
    fixture.config = LogConfig.builder().retentionMs(1_000).build();
    try (LogStore store = fixture.open()) {
      append(store.create(StoreFixture.ID, fixture.config), newest, "a");
    }
    fixture.nowMs = newest + 1_000 - 1;
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(log);
      assertFalse(log.mayNeedUpkeep());
      assertNull(log.loadedOrNull());
      fixture.nowMs++;
      assertTrue(log.mayNeedUpkeep());

      log.updateConfig(LogConfig.builder().retentionMs(2_000).build());
      assertFalse(log.mayNeedUpkeep());
      log.updateConfig(LogConfig.builder().retentionBytes(0).build());
      assertTrue(log.mayNeedUpkeep());
    }
  }

  @Test
  void shouldCutATornTailAfterAnUncleanEnd() throws Exception {
    LogStore killed = fixture.open();
    PartitionLog log = killed.create(StoreFixture.ID, LogConfig.DEFAULT);
    append(log, "a");
    append(log, "b");
    Path file = temp.resolve("data/orders-0/00000000000000000000.log");
    Path copy = temp.resolve("copy");
    copyAll(temp.resolve("data"), copy);
    killed.close();
    Files.write(
        copy.resolve("orders-0").resolve(file.getFileName()),
        new byte[] {1, 2, 3},
        StandardOpenOption.APPEND);

    StoreFixture again = new StoreFixture(new NioFileSystem(), copy);
    try (again;
        LogStore store = again.open()) {
      PartitionLog recovered = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(recovered);
      assertEquals(List.of("a", "b"), values(recovered));
      assertEquals(2, recovered.logEndOffset());
      assertEquals(2, append(recovered, "c").baseOffset());
      assertEquals(List.of("a", "b", "c"), values(recovered));
    }
  }

  static void copyAll(Path from, Path to) throws IOException {
    try (Stream<Path> paths = Files.walk(from)) {
      for (Path path : paths.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  @Test
  void shouldKnowTheLastFiveBatchesOfAProducerAfterACrashBehindARoll() throws Exception {
    fixture.config = LogConfig.builder().segmentBytes(2_000).build();
    LogStore killed = fixture.open();
    PartitionLog log = killed.create(StoreFixture.ID, fixture.config);
    int rolledAt = 0;
    int next = 0;
    while (rolledAt == 0) {
      log.appendAsLeader(producerBatch(next++), AppendContext.client(3))
          .toCompletableFuture()
          .join();
      Path second = temp.resolve("data/orders-0").resolve("%020d.log".formatted(next - 1));
      rolledAt = next > 1 && Files.exists(second) ? next - 1 : 0;
    }
    Path copy = temp.resolve("copy");
    copyAll(temp.resolve("data"), copy);
    killed.close();

    StoreFixture again = new StoreFixture(new NioFileSystem(), copy);
    try (again;
        LogStore store = again.open()) {
      PartitionLog recovered = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(recovered);
      for (int sequence = rolledAt - 4; sequence <= rolledAt; sequence++) {
        AppendOutcome repeated =
            recovered
                .appendAsLeader(producerBatch(sequence), AppendContext.client(3))
                .toCompletableFuture()
                .join();
        assertEquals(
            sequence, assertInstanceOf(AppendOutcome.Duplicate.class, repeated).baseOffset());
      }
      AppendOutcome fresh =
          recovered
              .appendAsLeader(producerBatch(next), AppendContext.client(3))
              .toCompletableFuture()
              .join();
      assertEquals(next, assertInstanceOf(Appended.class, fresh).baseOffset());
    }
  }

  @Test
  void shouldKnowTheLastFiveBatchesOfAProducerAfterACleanShutdown() throws Exception {
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      for (int sequence = 0; sequence < 7; sequence++) {
        log.appendAsLeader(producerBatch(sequence), AppendContext.client(3))
            .toCompletableFuture()
            .join();
      }
    }
    try (LogStore store = fixture.open()) {
      assertTrue(store.directories().get(0).cleanShutdown());
      PartitionLog log = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(log);
      for (int sequence = 2; sequence < 7; sequence++) {
        AppendOutcome repeated =
            log.appendAsLeader(producerBatch(sequence), AppendContext.client(3))
                .toCompletableFuture()
                .join();
        assertEquals(
            sequence, assertInstanceOf(AppendOutcome.Duplicate.class, repeated).baseOffset());
      }
      AppendOutcome tooOld =
          log.appendAsLeader(producerBatch(1), AppendContext.client(3))
              .toCompletableFuture()
              .join();
      assertEquals(
          AppendFault.OUT_OF_ORDER_SEQUENCE, assertInstanceOf(Refused.class, tooOld).fault());
    }
  }

  @Test
  void shouldKnowTheLastFiveBatchesAfterACrashHoweverManyRecordsTheyHave() throws Exception {
    String[] values = new String[20_000];
    Arrays.fill(values, "v");
    fixture.config = LogConfig.builder().segmentBytes(300_000).build();
    LogStore killed = fixture.open();
    PartitionLog log = killed.create(StoreFixture.ID, fixture.config);
    for (int batch = 0; batch < 7; batch++) {
      log.appendAsLeader(largeBatch(batch, values), AppendContext.client(3))
          .toCompletableFuture()
          .join();
    }
    Path copy = temp.resolve("copy");
    copyAll(temp.resolve("data"), copy);
    killed.close();

    StoreFixture again = new StoreFixture(new NioFileSystem(), copy);
    try (again;
        LogStore store = again.open()) {
      PartitionLog recovered = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(recovered);
      for (int batch = 2; batch < 7; batch++) {
        AppendOutcome repeated =
            recovered
                .appendAsLeader(largeBatch(batch, values), AppendContext.client(3))
                .toCompletableFuture()
                .join();
        assertEquals(
            batch * values.length,
            assertInstanceOf(AppendOutcome.Duplicate.class, repeated).baseOffset());
      }
    }
  }

  private static ByteBuf largeBatch(int batch, String[] values) {
    return Batches.batch(
        BatchOptions.DEFAULT.withProducer(77, (short) 0, batch * values.length),
        1_700_000_000_000L,
        values);
  }

  @Test
  void shouldEndInOrderWhileALogIsBeingDeleted() throws Exception {
    ExecutorService disk = Executors.newSingleThreadExecutor();
    try {
      fixture.executor = disk;
      LogStore store = fixture.open();
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      append(log, "a");
      CountDownLatch busy = new CountDownLatch(1);
      disk.execute(
          () -> {
            try {
              busy.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      CompletableFuture<Void> deleted = store.delete(StoreFixture.TOPIC, 0).toCompletableFuture();

      Thread closing = new Thread(store::close);
      closing.start();
      while (closing.getState() != Thread.State.WAITING && closing.isAlive()) {
        Thread.onSpinWait();
      }
      busy.countDown();
      closing.join();

      assertTrue(deleted.isDone());
      assertFalse(Files.exists(temp.resolve("data/orders-0")));
      try (LogStore again = fixture.open()) {
        assertTrue(again.directories().get(0).cleanShutdown());
      }
    } finally {
      disk.shutdown();
    }
  }

  /** One record of a producer whose sequences are the log's offsets. */
  private static ByteBuf producerBatch(int sequence) {
    return Batches.batch(
        BatchOptions.DEFAULT.withProducer(77, (short) 0, sequence),
        1_700_000_000_000L,
        "value-" + sequence);
  }

  @Test
  void shouldDeriveTheProducersFromASnapshotInTheMiddleOfASegment() throws Exception {
    LogStore killed = fixture.open();
    PartitionLog log = killed.create(StoreFixture.ID, LogConfig.DEFAULT);
    String large = "x".repeat(1_000_000);
    for (int i = 0; i < 20; i++) {
      appendOfProducer(log, i, large);
    }
    log.loaded().snapshotAheadIfDue();
    log.flush();
    killed.directoriesForTest().get(0).writeRecoveryPoints();
    appendOfProducer(log, 20, "behind");
    Path copy = temp.resolve("copy");
    copyAll(temp.resolve("data"), copy);
    killed.close();

    assertTrue(Files.exists(copy.resolve("orders-0/00000000000000000020.snapshot")));
    // What nobody reads may be damaged.
    Path file = copy.resolve("orders-0/00000000000000000000.log");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(64), 1_000_000);
    }
    try (LogStore store = new StoreFixture(new NioFileSystem(), copy).open()) {
      PartitionLog recovered = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(recovered);
      assertEquals(21, recovered.logEndOffset());
      assertEquals(
          20, recovered.producers().toCompletableFuture().join().iterator().next().lastSequence());
    }
  }

  @Test
  void shouldNotTakeGarbageBehindTheRecoveryPointForSomethingBelow() throws Exception {
    LogStore killed = fixture.open();
    PartitionLog log = killed.create(StoreFixture.ID, LogConfig.DEFAULT);
    appendOfProducer(log, 0, "synced");
    log.flush();
    killed.directoriesForTest().get(0).writeRecoveryPoints();
    int end = log.loaded().state().end().position();
    appendOfProducer(log, 1, "torn");
    appendOfProducer(log, 2, "behind");
    Path copy = temp.resolve("copy");
    copyAll(temp.resolve("data"), copy);
    killed.close();
    // Sectors that the power has taken: a last offset far below the first.
    Path file = copy.resolve("orders-0/00000000000000000000.log");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {0, 0, (byte) 0x80, 0, 0, 0}), end + 21);
    }

    try (LogStore store = new StoreFixture(new NioFileSystem(), copy).open()) {
      PartitionLog recovered = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(recovered);
      assertEquals(1, recovered.logEndOffset());
    }
  }

  private static void appendOfProducer(PartitionLog log, int sequence, String value) {
    BatchOptions options = BatchOptions.DEFAULT.withProducer(7, (short) 0, sequence);
    assertInstanceOf(
        Appended.class,
        log.appendAsLeader(
                Batches.batch(options, 1_700_000_000_000L, value), AppendContext.client(3))
            .toCompletableFuture()
            .join());
  }

  @Test
  void shouldKeepAppendsInOrderUntilTheLogIsOpen() throws Exception {
    List<Runnable> openings = new ArrayList<>();
    fixture.openExecutor = openings::add;
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      List<CompletableFuture<AppendOutcome>> appended = new ArrayList<>();
      for (String value : List.of("a", "b", "c")) {
        appended.add(
            log.appendAsLeader(Batches.batch(1_700_000_000_000L, value), AppendContext.client(3))
                .toCompletableFuture());
      }
      assertFalse(log.isOpen());
      assertFalse(appended.get(0).isDone());
      assertEquals(1, openings.size());

      openings.get(0).run();

      assertEquals(List.of("a", "b", "c"), values(log));
      assertEquals(new Appended(2, 2, -1, 0), appended.get(2).getNow(null));
    }
  }

  @Test
  void shouldAnswerAppendsToALogThatIsDeletedBeforeItIsOpen() throws Exception {
    fixture.openExecutor = task -> {};
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      CompletableFuture<AppendOutcome> early =
          log.appendAsLeader(Batches.batch(1_700_000_000_000L, "a"), AppendContext.client(3))
              .toCompletableFuture();

      store.delete(StoreFixture.TOPIC, 0).toCompletableFuture().join();

      assertTrue(early.isDone());
      assertFalse(Files.exists(temp.resolve("data/orders-0")));
    }
  }

  @Test
  void shouldRecoverALogThatWasSyncedAndLeaveItShut() throws Exception {
    LogStore killed = fixture.open();
    PartitionLog log = killed.create(StoreFixture.ID, LogConfig.DEFAULT);
    append(log, "a");
    log.flush();
    killed.directoriesForTest().get(0).writeRecoveryPoints();
    Path copy = temp.resolve("copy");
    copyAll(temp.resolve("data"), copy);
    killed.close();

    try (StoreFixture again = new StoreFixture(new NioFileSystem(), copy);
        LogStore store = again.open()) {
      assertEquals(new RecoveryProgress(1, 1), store.recovery());
      PartitionLog recovered = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(recovered);
      assertFalse(recovered.isOpen());
      assertEquals(List.of("a"), values(recovered));
    }
    try (StoreFixture clean = new StoreFixture(new NioFileSystem(), copy);
        LogStore store = clean.open()) {
      assertTrue(store.directories().get(0).cleanShutdown());
    }
  }

  @Test
  void shouldRefuseADirectoryInUse() throws Exception {
    try (LogStore store = fixture.open()) {
      LogStoreException refused = assertThrows(LogStoreException.class, fixture::open);

      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
    }
  }

  @Test
  void shouldRefuseAnotherNodesDirectory() throws Exception {
    fixture.open().close();
    fixture.nodeId = 2;

    LogStoreException refused = assertThrows(LogStoreException.class, fixture::open);

    assertTrue(refused.getMessage().contains("node.id is 1"), refused.getMessage());
  }

  @Test
  void shouldDeleteAndCreateAgain() throws Exception {
    fixture.config = LogConfig.builder().fileDeleteDelayMs(0).build();
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, fixture.config);
      append(log, "a");

      store.delete(StoreFixture.TOPIC, 0).toCompletableFuture().join();

      assertNull(store.get(StoreFixture.TOPIC, 0));
      AppendOutcome late =
          log.appendAsLeader(Batches.batch(1_700_000_000_000L, "x"), AppendContext.client(3))
              .toCompletableFuture()
              .join();
      assertEquals(AppendFault.LOG_CLOSED, assertInstanceOf(Refused.class, late).fault());
      PartitionLog fresh = store.create(StoreFixture.ID, fixture.config);
      assertEquals(0, append(fresh, "b").baseOffset());
    }
  }

  @Test
  void shouldNotTakeTheCheckpointsOfADeletedLogForItsSuccessors() throws Exception {
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      append(log, "a", "b", "c", "d");
      log.advanceHighWatermark(4);
      log.deleteRecordsBefore(3).toCompletableFuture().join();
    }
    PartitionId successor = new PartitionId(new Uuid(5, 6), "orders", 0);
    Path copy = temp.resolve("copy");
    try (LogStore killed = fixture.open()) {
      killed.delete(StoreFixture.TOPIC, 0).toCompletableFuture().join();
      PartitionLog log = killed.create(successor, LogConfig.DEFAULT);
      assertEquals(0, log.logStartOffset());
      assertEquals(0, log.highWatermark());
      assertEquals(0, log.recoveryPoint());
      append(log, "x", "y");
      copyAll(temp.resolve("data"), copy);
    }
    try (StoreFixture again = new StoreFixture(new NioFileSystem(), copy);
        LogStore store = again.open()) {
      PartitionLog recovered = store.get(successor.topicId(), 0);
      assertNotNull(recovered);
      assertEquals(0, recovered.logStartOffset());
      assertEquals(List.of("x", "y"), values(recovered));
    }
  }

  @Test
  void shouldSetAsideALogWhoseNameIsAnotherTopicsNow() throws Exception {
    try (LogStore store = fixture.open()) {
      append(store.create(StoreFixture.ID, LogConfig.DEFAULT), "old");
    }
    PartitionId successor = new PartitionId(new Uuid(5, 6), "orders", 0);
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(successor, LogConfig.DEFAULT);
      append(log, "new");
      assertEquals(List.of("new"), values(log));
      assertNull(store.get(StoreFixture.TOPIC, 0));
    }
    assertEquals(List.of(), fixture.failures);
    try (LogStore store = fixture.open();
        Stream<Path> entries = Files.list(temp.resolve("data"))) {
      assertEquals(1, store.logs().size());
      Path aside =
          entries.filter(path -> path.toString().endsWith("-stray")).findAny().orElseThrow();
      assertTrue(Files.size(aside.resolve("00000000000000000000.log")) > 0);
    }
  }

  @Test
  void shouldRefuseAPartitionThatIsThereTwice() throws Exception {
    Path first = temp.resolve("data");
    Path second = temp.resolve("more");
    try (LogStore store = fixture.open()) {
      append(store.create(StoreFixture.ID, LogConfig.DEFAULT), "a");
    }
    try (StoreFixture both = new StoreFixture(new NioFileSystem(), first, second)) {
      both.open().close();
      Path copy = Files.createDirectory(second.resolve("orders-0"));
      Files.copy(first.resolve("orders-0/partition.metadata"), copy.resolve("partition.metadata"));

      LogStoreException refused = assertThrows(LogStoreException.class, both::open);

      assertTrue(refused.getMessage().contains(first + "/orders-0"), refused.getMessage());
      assertTrue(refused.getMessage().contains(second + "/orders-0"), refused.getMessage());
      Files.delete(copy.resolve("partition.metadata"));
      Files.delete(copy);
      try (LogStore store = both.open()) {
        assertTrue(store.directories().get(0).cleanShutdown(), "nothing was touched");
        assertEquals(List.of("a"), values(store.get(StoreFixture.TOPIC, 0)));
      }
    }
  }

  @Test
  void shouldWriteNothingForALogNobodyUses() throws Exception {
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, LogConfig.DEFAULT);
      assertEquals(0, log.sizeOnDisk());
      assertFalse(log.mayNeedUpkeep());
    }
    assertFalse(Files.exists(temp.resolve("data/orders-0")));
  }

  @Test
  void shouldWriteAlmostNothingForAnEmptyLog() throws Exception {
    try (LogStore store = fixture.open()) {
      store.create(StoreFixture.ID, LogConfig.DEFAULT).open();
    }
    try (Stream<Path> files = Files.list(temp.resolve("data/orders-0"))) {
      assertEquals(
          List.of("partition.metadata"), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void shouldTruncateAndDeleteRecords() throws Exception {
    fixture.config = LogConfig.builder().segmentBytes(300).indexIntervalBytes(50).build();
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(StoreFixture.ID, fixture.config);
      for (int i = 0; i < 30; i++) {
        append(log, 1_700_000_000_000L + i, "value-" + i);
      }
      log.truncateTo(20).toCompletableFuture().join();
      assertEquals(20, log.logEndOffset());
      log.advanceHighWatermark(20);

      assertEquals(7, log.deleteRecordsBefore(7).toCompletableFuture().join());

      assertEquals(7, log.logStartOffset());
      assertEquals(20, append(log, "after").baseOffset());
      assertEquals(14, values(log).size());
      assertInstanceOf(OffsetOutOfRange.class, log.read(6, 10, 100, true));
    }
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.get(StoreFixture.TOPIC, 0);
      assertNotNull(log);
      assertEquals(7, log.logStartOffset());
      assertEquals(14, values(log).size());
    }
  }

  @Test
  void shouldNotTakeALogInAMissingDirectoryForAnEmptyOne() throws Exception {
    try (LogStore store = fixture.open()) {
      Uuid known = store.directories().get(0).directoryId();
      assertThrows(
          LogStoreException.class,
          () -> store.create(StoreFixture.ID, LogConfig.DEFAULT, new Uuid(1, 2), true));
      assertNull(store.get(StoreFixture.TOPIC, 0));
      assertNotNull(store.create(StoreFixture.ID, LogConfig.DEFAULT, known, true));
    }
  }

  @Test
  void shouldPutOnlyNewLogsElsewhereWhileADirectoryIsOffline() throws Exception {
    Path none = temp.resolve("no directory");
    Files.writeString(none, "but a file");
    try (StoreFixture both = new StoreFixture(new NioFileSystem(), temp.resolve("data"), none);
        LogStore store = both.open()) {
      assertFalse(store.directories().get(1).online());

      assertThrows(
          LogStoreException.class,
          () -> store.create(StoreFixture.ID, LogConfig.DEFAULT, null, false));

      assertNotNull(store.create(StoreFixture.ID, LogConfig.DEFAULT, null, true));
      assertNotNull(store.create(StoreFixture.ID, LogConfig.DEFAULT, null, false));
    }
  }

  /** As of a directory that belongs to another user. */
  private static FaultyFileSystem unreadable(FaultyFileSystem disk, Path directory) {
    disk.failWith(
        (what, file) -> {
          if (what.equals("open") && file.startsWith(directory)) {
            throw new AccessDeniedException(file.toString());
          }
        });
    return disk;
  }

  @Test
  void shouldRefuseAStartWhoseFirstDirectoryCannotBeRead() throws Exception {
    Path first = Path.of("/first");
    FaultyFileSystem disk = unreadable(new FaultyFileSystem(), first);
    try (StoreFixture denied = new StoreFixture(disk, first, Path.of("/second"))) {
      LogStoreException refused = assertThrows(LogStoreException.class, denied::open);

      String words = String.valueOf(refused.getMessage());
      assertTrue(words.contains("permission denied for /first"), words);
      assertTrue(words.contains(System.getProperty("user.name")), words);
    }
  }

  @Test
  void shouldServeTheOthersWhereADirectoryCannotBeRead() throws Exception {
    Path second = Path.of("/second");
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture both = new StoreFixture(disk, Path.of("/first"), second)) {
      both.open().close();
      Uuid secondId;
      try (LogStore store = both.open()) {
        secondId = store.directories().get(1).directoryId();
        append(store.create(StoreFixture.ID, LogConfig.DEFAULT, secondId, true), "a");
      }

      unreadable(disk, second);
      try (LogStore store = both.open()) {
        assertFalse(store.directories().get(1).online());
        assertNull(store.get(StoreFixture.TOPIC, 0));
      }

      disk.failWith((what, file) -> {});
      try (LogStore store = both.open()) {
        assertTrue(store.directories().get(1).online());
        assertEquals(secondId, store.directories().get(1).directoryId());
        assertEquals(List.of("a"), values(store.get(StoreFixture.TOPIC, 0)));
      }
    }
  }
}
