package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A disk without room, and one that fails. */
final class FullDiskTest {
  private static final Path DATA = Path.of("/data");
  private static final Path OTHER = Path.of("/other");
  private static final long RESERVE = 1000;
  private static final Set<String> IN_NEED_OF_ROOM = Set.of("write", "create", "extend", "rename");

  private final FaultyFileSystem disk = new FaultyFileSystem();
  private final StoreFixture world = new StoreFixture(disk, DATA, OTHER);
  private LogStore store;
  private PartitionLog log;

  @BeforeEach
  void open() throws Exception {
    world.config = LogConfig.builder().segmentBytes(200).fileDeleteDelayMs(0).build();
    world.reserveBytes = RESERVE;
    reopen();
  }

  private void reopen() throws Exception {
    store = world.open();
    log = store.create(StoreFixture.ID, world.config);
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private AppendOutcome append(AppendContext context) {
    AppendOutcome outcome =
        log.appendAsLeader(Batches.batch(world.nowMs, "value"), context)
            .toCompletableFuture()
            .join();
    log.advanceHighWatermark(log.logEndOffset());
    return outcome;
  }

  private AppendOutcome appendToMetadata(long offset) {
    ByteBuf batch = Batches.batch(world.nowMs, "value");
    BatchEditor.setBaseOffset(batch, 0, offset);
    AppendOutcome outcome =
        log.appendAsLeader(batch, AppendContext.internal(0)).toCompletableFuture().join();
    log.advanceHighWatermark(log.logEndOffset());
    return outcome;
  }

  private AppendOutcome append() {
    return append(AppendContext.client(0));
  }

  private void assertRefused(AppendOutcome outcome) {
    assertEquals(AppendFault.STORAGE_ERROR, assertInstanceOf(Refused.class, outcome).fault());
  }

  private void measure() {
    store.directoriesForTest().forEach(each -> each.health().space().measure());
  }

  private void fill() {
    disk.failWith(
        (what, file) -> {
          if (IN_NEED_OF_ROOM.contains(what) && file.startsWith(DATA)) {
            throw new IOException("No space left on device");
          }
        });
  }

  @Test
  void shouldRefuseClientsAloneBelowTheReserveAndTakeThemAgainAboveIt() {
    assertInstanceOf(Appended.class, append());
    disk.setUsable(RESERVE - 1);
    measure();

    assertRefused(append());
    assertInstanceOf(Appended.class, append(AppendContext.coordinator(0)));
    assertInstanceOf(Appended.class, appendToMetadata(log.logEndOffset()));
    assertEquals(1, log.deleteRecordsBefore(1).toCompletableFuture().join());

    disk.setUsable(RESERVE + 1);
    measure();
    assertRefused(append()); // not yet: it would be full again at once
    disk.setUsable(RESERVE * 2);
    measure();
    assertInstanceOf(Appended.class, append());
    assertEquals(List.of(), world.failures);
  }

  @Test
  void shouldKeepTheLastRoomForWhatIsNotOfClients() throws Exception {
    store.close();
    world.reserveBytes = 4 << 20;
    Path kept = DATA.resolve(".barnabas-reserve");
    for (int before = 1; before <= 2; before++) { // One more is written, or rolls before.
      reopen();
      measure();
      for (int i = 0; i < before; i++) {
        assertInstanceOf(Appended.class, append());
      }
      disk.failWith(
          (what, file) -> {
            if (IN_NEED_OF_ROOM.contains(what) && file.startsWith(DATA) && disk.exists(kept)) {
              throw new IOException("No space left on device");
            }
          });

      assertRefused(append());
      measure();
      assertRefused(append());
      assertTrue(disk.exists(kept));

      assertInstanceOf(Appended.class, append(AppendContext.coordinator(0)));
      assertFalse(disk.exists(kept));
      assertEquals(List.of(), world.failures);
      disk.failWith((what, file) -> {});
      store.close();
    }
  }

  @Test
  void shouldCountWhatIsAppendedBetweenTwoLooks() {
    disk.setUsable(RESERVE + 150);
    measure();

    assertInstanceOf(Appended.class, append());
    assertInstanceOf(Appended.class, append());
    assertInstanceOf(Appended.class, append());
    assertRefused(append());
  }

  @Test
  void shouldGoOnByItselfAfterADiskWithoutAnyRoom() throws Exception {
    for (int i = 0; i < 6; i++) {
      assertInstanceOf(Appended.class, append());
    }
    fill();
    assertRefused(append());
    measure();
    assertRefused(append()); // rolls, or writes
    assertThrows(
        CompletionException.class, () -> log.deleteRecordsBefore(3).toCompletableFuture().join());
    assertEquals(6, Batches.readAll(log, 3, 6, 1000).size() + 3);
    log.loaded().retain().toCompletableFuture().join();
    assertEquals(List.of(), world.failures);

    disk.failWith((what, file) -> {});
    measure();

    assertInstanceOf(Appended.class, append());
    assertEquals(3, log.deleteRecordsBefore(3).toCompletableFuture().join());
    log.flush();
    store.close();
    disk.kill();
    reopen();
    assertEquals(3, log.logStartOffset());
    assertEquals(4, Batches.readAll(log, 3, 7, 1000).size());
  }

  @Test
  void shouldOpenALogWhoseBeginningComesBackAfterALossOfPower() throws Exception {
    for (int seed = 0; seed < 30; seed++) {
      for (int i = 0; i < 6; i++) {
        assertInstanceOf(Appended.class, append());
      }
      long start = log.logEndOffset() - 3;
      fill();
      assertThrows(
          CompletionException.class,
          () -> log.deleteRecordsBefore(start).toCompletableFuture().join());
      disk.failWith((what, file) -> {});
      measure();
      log.flush();
      long end = log.logEndOffset();

      disk.losePower(new Random(seed));
      reopen();

      assertEquals(end, log.logEndOffset(), "seed " + seed);
      assertEquals(3, Batches.readAll(log, start, end, 1000).size(), "seed " + seed);
      assertEquals(List.of(), world.failures, "seed " + seed);
      log.advanceHighWatermark(end);
      assertEquals(start, log.deleteRecordsBefore(start).toCompletableFuture().join());
    }
  }

  @Test
  void shouldMakeTheDirectoryOfANewLogOnceThereIsRoom() throws Exception {
    assertInstanceOf(Appended.class, append());
    PartitionLog fresh =
        store.create(
            new PartitionId(new Uuid(5, 5), "fresh", 0), world.config, directoryId(), true);
    disk.failWith(
        (what, file) -> {
          if (what.equals("mkdir")) {
            throw new IOException("No space left on device");
          }
        });

    assertRefused(appendTo(fresh));
    assertRefused(appendTo(fresh));
    assertEquals(List.of(), world.failures);
    disk.failWith((what, file) -> {});
    measure();

    assertInstanceOf(Appended.class, appendTo(fresh));
    store.close();
    disk.losePower(new java.util.Random(1));
    reopen();
    PartitionLog again = store.get(new Uuid(5, 5), 0);
    assertEquals(1, again.logEndOffset());
  }

  private Uuid directoryId() {
    return store.directories().get(0).directoryId();
  }

  private AppendOutcome appendTo(PartitionLog other) {
    return other
        .appendAsLeader(Batches.batch(world.nowMs, "value"), AppendContext.client(0))
        .toCompletableFuture()
        .join();
  }

  @Test
  void shouldRecoverALogLaterThatFoundNoFilesToSpare() throws Exception {
    for (int i = 0; i < 3; i++) {
      assertInstanceOf(Appended.class, append());
    }
    disk.kill();
    disk.failWith(
        (what, file) -> {
          if (what.equals("open") && file.toString().endsWith(".log")) {
            throw new IOException("Too many open files");
          }
        });
    store = world.open();
    disk.failWith((what, file) -> {});
    assertEquals(List.of(), world.failures);

    store.close();
    assertFalse(disk.exists(DATA.resolve(".kafka_cleanshutdown")));
    store = world.open();
    assertEquals(3, store.get(StoreFixture.TOPIC, 0).logEndOffset());
    store.close();
    assertTrue(disk.exists(DATA.resolve(".kafka_cleanshutdown")));
  }

  @Test
  void shouldTryASyncAgainWhoseSideFilesFoundNoRoom() throws Exception {
    assertInstanceOf(Appended.class, append());
    fill();
    assertThrows(IOException.class, log::flush);
    assertEquals(List.of(), world.failures);
    disk.failWith((what, file) -> {});

    log.flush();

    assertEquals(1, log.recoveryPoint());
  }

  @Test
  void shouldOpenAfterACrashOnADiskWithoutAnyRoom() throws Exception {
    for (int i = 0; i < 6; i++) {
      assertInstanceOf(Appended.class, append());
    }
    disk.kill();
    fill();

    store = world.open();
    log = store.get(StoreFixture.TOPIC, 0);

    assertEquals(6, Batches.readAll(log, 0, 6, 1000).size());
    assertEquals(List.of(), world.failures);
    disk.failWith((what, file) -> {});
    measure();
    assertInstanceOf(Appended.class, append());
  }

  @Test
  void shouldTakeADirectoryOfflineThatCannotBeWritten() throws Exception {
    PartitionLog other =
        store.create(new PartitionId(StoreFixture.TOPIC, "orders", 1), world.config);
    assertEquals(OTHER, other.logDirectory());
    disk.failWith(
        (what, file) -> {
          if (what.equals("write") && file.startsWith(OTHER)) {
            throw new IOException("Input/output error");
          }
        });

    assertRefused(
        other
            .appendAsLeader(Batches.batch(world.nowMs, "v"), AppendContext.client(0))
            .toCompletableFuture()
            .join());

    assertEquals(1, world.failures.size());
    assertFalse(store.directories().get(1).online());
    assertInstanceOf(Appended.class, append());
    PartitionLog next =
        store.create(new PartitionId(StoreFixture.TOPIC, "orders", 2), world.config);
    assertEquals(DATA, next.logDirectory());
  }

  @Test
  void shouldServeTheOthersWhereADirectoryCannotBeUsedAtTheStart() throws Exception {
    PartitionId there = new PartitionId(StoreFixture.TOPIC, "orders", 1);
    Uuid directory = store.directories().get(1).directoryId();
    PartitionLog other = store.create(there, world.config, directory, false);
    assertInstanceOf(Appended.class, append());
    assertInstanceOf(Appended.class, appendTo(other));
    store.close();
    for (String broken :
        List.of("meta.properties", ".kafka_cleanshutdown", "log-start-offset-checkpoint")) {
      disk.failWith(
          (what, file) -> {
            if (file.equals(OTHER.resolve(broken))) {
              throw new IOException("Input/output error");
            }
          });

      reopen();

      assertFalse(store.directories().get(1).online());
      assertThrows(
          LogStoreException.class, () -> store.create(there, world.config, directory, false));
      assertInstanceOf(Appended.class, append());
      store.close();
      disk.failWith((what, file) -> {});
      assertEquals(List.of(), world.failures, "told by the start, not as a failure");
    }

    reopen();
    assertEquals(4, log.logEndOffset());
    assertEquals(1, store.create(there, world.config, directory, false).logEndOffset());
    assertTrue(store.directories().get(0).cleanShutdown());
  }

  @Test
  void shouldRefuseTheStartWithoutTheFirstDirectory() throws Exception {
    store.close();
    disk.failWith(
        (what, file) -> {
          if (file.equals(DATA.resolve("meta.properties"))) {
            throw new IOException("Input/output error");
          }
        });

    assertThrows(LogStoreException.class, world::open);
  }

  @Test
  void shouldTurnAwayOnlyWhoReadsWithoutOpenFilesToSpare() throws Exception {
    FaultyFileSystem files = new FaultyFileSystem();
    try (StoreFixture fixture = new StoreFixture(files, Path.of("/files"))) {
      fixture.config = LogConfig.builder().segmentBytes(200).build();
      LogStore first = fixture.open();
      PartitionLog written = first.create(StoreFixture.ID, fixture.config);
      for (int i = 0; i < 4; i++) {
        written
            .appendAsLeader(Batches.batch(fixture.nowMs, "x".repeat(100)), AppendContext.client(0))
            .toCompletableFuture()
            .join();
      }
      first.close();
      PartitionLog log = fixture.open().create(StoreFixture.ID, fixture.config);
      log.open();
      files.failWith(
          (what, file) -> {
            if (what.equals("open")) {
              throw new IOException("Too many open files");
            }
          });

      assertInstanceOf(ReadOutcome.Unavailable.class, log.read(0, 4, 1000, true));

      files.failWith((what, file) -> {});
      assertEquals(4, Batches.readAll(log, 0, 4, 1000).size());
      assertEquals(List.of(), fixture.failures);
    }
  }
}
