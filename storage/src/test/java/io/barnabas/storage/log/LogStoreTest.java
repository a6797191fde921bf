package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.ReadOutcome.OffsetOutOfRange;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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

  /** One record of a producer whose sequences are the log's offsets. */
  private static ByteBuf producerBatch(int sequence) {
    return Batches.batch(
        BatchOptions.DEFAULT.withProducer(77, (short) 0, sequence),
        1_700_000_000_000L,
        "value-" + sequence);
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
  void shouldSetAsideWhatATopicOfTheSameNameLeftBehind() throws Exception {
    PartitionId later = new PartitionId(new Uuid(7, 7), StoreFixture.ID.topic(), 0);
    try (LogStore store = fixture.open()) {
      append(store.create(StoreFixture.ID, LogConfig.DEFAULT), "old");
    }
    try (LogStore store = fixture.open()) {
      PartitionLog log = store.create(later, LogConfig.DEFAULT);

      assertEquals(0, log.logEndOffset());
      append(log, "new");
      assertNull(store.get(StoreFixture.ID.topicId(), 0));
    }
    try (LogStore store = fixture.open()) {
      assertEquals(1, store.logs().size());
      assertEquals(List.of("new"), values(store.create(later, LogConfig.DEFAULT)));
    }
    try (Stream<Path> entries = Files.list(temp.resolve("data"))) {
      assertEquals(1, entries.filter(entry -> entry.toString().endsWith("-stray")).count());
    }
  }

  @Test
  void shouldWriteAlmostNothingForAnEmptyLog() throws Exception {
    try (LogStore store = fixture.open()) {
      store.create(StoreFixture.ID, LogConfig.DEFAULT);
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
}
