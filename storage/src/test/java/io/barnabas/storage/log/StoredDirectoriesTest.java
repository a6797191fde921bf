package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.StoredDirectory.StoredLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StoredDirectoriesTest {
  private static final Path DATA = Path.of("/data");
  private static final Set<String> HARMLESS = Set.of("read", "size", "open");

  private final FaultyFileSystem files = new FaultyFileSystem();

  @Test
  void shouldTellWhatACleanDirectoryHoldsWithoutWriting() throws Exception {
    fill(store -> store.registeredAs(17));

    StoredDirectory found = read();

    assertTrue(found.clean());
    assertEquals(17, found.brokerEpoch());
    assertEquals("1", found.nodeId());
    assertNotNull(found.directoryId());
    assertEquals(List.of("what-is-this"), found.others());
    StoredLog log = found.logs().get(0);
    assertEquals(StoreFixture.TOPIC, log.topicId());
    assertEquals(20, log.startOffset());
    assertEquals(50, log.endOffset());
    assertTrue(log.segments() > 1);
    assertNull(log.damage());
  }

  @Test
  void shouldLeaveTheMarkerOfWhoServedLastWhenAStartIsGivenUp() throws Exception {
    fill(store -> store.registeredAs(17));

    try (StoreFixture world = new StoreFixture(files, DATA)) {
      world.open().close();
    }

    assertEquals(17, read().brokerEpoch());
  }

  @Test
  void shouldTellWhatADirectoryInUseHolds() throws Exception {
    try (StoreFixture world = new StoreFixture(files, DATA)) {
      world.reserveBytes = 4 << 20;
      LogStore store = world.open();
      append(store.create(StoreFixture.ID, world.config), 3);

      StoredDirectory found = read();
      store.close();

      assertEquals(List.of(), found.others());

      assertFalse(found.clean());
      assertEquals(3, found.logs().get(0).endOffset());
    }
  }

  @Test
  void shouldTellWhereALogIsTornAndReadUpToThere() throws Exception {
    fill(store -> {});
    Path log = read().logs().get(0).directory();
    Path last =
        files.list(log).stream()
            .filter(file -> file.toString().endsWith(".log"))
            .reduce((first, second) -> second)
            .orElseThrow();
    cutLastByte(last);

    StoredLog found = read().logs().get(0);
    int[] batches = {0};
    long end = new StoredDirectories(files).logs().forEachBatch(log, batch -> batches[0]++);

    assertEquals(49, found.endOffset());
    assertEquals(49, end);
    assertTrue(batches[0] > 0);
    assertNotNull(found.damage());
  }

  @Test
  void shouldSkipWhatKafkaPreallocatesOfAnIndex() throws Exception {
    fill(store -> {});
    Path log = read().logs().get(0).directory();
    for (Path file : files.list(log)) {
      if (file.toString().endsWith(".index")) {
        try (FileChannel channel = files.openForUpdate(file)) {
          channel.write(ByteBuffer.allocate(4096), channel.size());
        }
      }
    }

    assertEquals(50, read().logs().get(0).endOffset());
  }

  private interface Told {
    void tell(LogStore store);
  }

  private void fill(Told told) throws Exception {
    try (StoreFixture world = new StoreFixture(files, DATA)) {
      world.config = LogConfig.builder().segmentBytes(600).indexIntervalBytes(100).build();
      try (LogStore store = world.open()) {
        told.tell(store);
        PartitionLog log = store.create(StoreFixture.ID, world.config);
        append(log, 50);
        log.advanceHighWatermark(50);
        log.deleteRecordsBefore(20).toCompletableFuture().join();
      }
    }
    try (FileChannel channel = files.openForWrite(DATA.resolve("what-is-this"))) {
      channel.write(ByteBuffer.wrap("?".getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static void append(PartitionLog log, int count) {
    for (int i = 0; i < count; i++) {
      log.appendAsLeader(
              Batches.batch(1_700_000_000_000L + i, "value-" + i), AppendContext.client(3))
          .toCompletableFuture()
          .join();
    }
  }

  private void cutLastByte(Path file) throws IOException {
    try (FileChannel channel = files.openForUpdate(file)) {
      channel.truncate(channel.size() - 1);
    }
  }

  /** Reads under a file system that lets nothing be changed. */
  private StoredDirectory read() throws IOException {
    files.failWith(
        (what, file) -> {
          if (!HARMLESS.contains(what)) {
            throw new AssertionError(what + " of " + file);
          }
        });
    try {
      return new StoredDirectories(files).read(DATA);
    } finally {
      files.failWith((what, file) -> {});
    }
  }
}
