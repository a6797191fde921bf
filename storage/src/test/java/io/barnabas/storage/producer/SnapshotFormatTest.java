package io.barnabas.storage.producer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.CorruptLogException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.kafka.storage.internals.log.ProducerStateEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotFormatTest {
  private static final long SEED = Long.getLong("seed", 42);

  @TempDir Path directory;

  private static List<ProducerEntry> randomEntries() {
    Random random = new Random(SEED);
    List<ProducerEntry> entries = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      ProducerEntry entry = new ProducerEntry(random.nextLong() >>> 1);
      if (random.nextInt(4) > 0) {
        entry.addBatch((short) i, random.nextInt(1 << 30), random.nextLong() >>> 1, i, i * 1000L);
      }
      if (random.nextBoolean()) {
        entry.endTransaction((short) i, random.nextInt(100), i * 2000L);
      }
      if (random.nextBoolean()) {
        entry.beginTransaction(random.nextLong() >>> 1);
      }
      entries.add(entry);
    }
    return entries;
  }

  private static String describe(ProducerEntry entry) {
    StringBuilder batches = new StringBuilder();
    for (int batch = 0; batch < entry.batchCount(); batch++) {
      batches.append(
          " %d+%d at %d"
              .formatted(
                  entry.firstOffset(batch), entry.offsetDelta(batch), entry.lastSequence(batch)));
    }
    return ProducerState.of(entry) + " " + entry.lastOffset() + batches;
  }

  @Test
  void shouldKeepEveryBatchThatIsKnownAndTellKafkaTheLast() throws IOException {
    List<ProducerEntry> entries = new ArrayList<>();
    for (int producer = 0; producer < 10; producer++) {
      ProducerEntry entry = new ProducerEntry(producer);
      for (int batch = 0; batch < producer; batch++) {
        entry.addBatch((short) 3, 10 * batch + 9, 100 * producer + batch, 9, 1_000L + batch);
      }
      entry.beginTransaction(producer);
      entries.add(entry);
    }
    Path file = directory.resolve("00000000000000000007.snapshot");
    Files.write(file, SnapshotFormat.write(entries).array());

    assertEquals(
        entries.stream().map(SnapshotFormatTest::describe).toList(),
        SnapshotFormat.read(file, ByteBuffer.wrap(Files.readAllBytes(file))).stream()
            .map(SnapshotFormatTest::describe)
            .toList());
    Map<Long, ProducerStateEntry> byKafka = new LinkedHashMap<>();
    org.apache.kafka.storage.internals.log.ProducerStateManager.readSnapshot(file.toFile())
        .forEach(entry -> byKafka.put(entry.producerId(), entry));
    for (ProducerEntry entry : entries) {
      ProducerStateEntry read = byKafka.get(entry.producerId);
      assertEquals(entry.epoch(), read.producerEpoch());
      assertEquals(entry.lastOffset(), read.lastDataOffset());
      assertEquals(entry.transactionFirstOffset(), read.currentTxnFirstOffset().orElse(-1));
    }
  }

  @Test
  void shouldBeReadByKafkaAndReadWhatKafkaWrites() throws IOException {
    List<ProducerEntry> entries = randomEntries();
    Path ours = directory.resolve("00000000000000000007.snapshot");
    Files.write(ours, SnapshotFormat.write(entries).array());

    Map<Long, ProducerStateEntry> read = new LinkedHashMap<>();
    org.apache.kafka.storage.internals.log.ProducerStateManager.readSnapshot(ours.toFile())
        .forEach(entry -> read.put(entry.producerId(), entry));
    Path theirs = directory.resolve("00000000000000000008.snapshot");
    org.apache.kafka.storage.internals.log.ProducerStateManager.writeSnapshot(
        theirs.toFile(), read, false);

    assertArrayEquals(Files.readAllBytes(ours), Files.readAllBytes(theirs));
    assertEquals(
        entries.stream().map(SnapshotFormatTest::describe).toList(),
        SnapshotFormat.read(theirs, ByteBuffer.wrap(Files.readAllBytes(theirs))).stream()
            .map(SnapshotFormatTest::describe)
            .toList());
  }

  @Test
  void shouldNoticeEveryDamage() {
    ByteBuffer good = SnapshotFormat.write(randomEntries().subList(0, 3));
    for (int i = 0; i < good.limit(); i++) {
      byte[] cut = java.util.Arrays.copyOf(good.array(), i);
      byte[] flipped = good.array().clone();
      flipped[i] ^= 1;
      assertThrows(
          CorruptLogException.class, () -> SnapshotFormat.read(directory, ByteBuffer.wrap(cut)));
      assertThrows(
          CorruptLogException.class,
          () -> SnapshotFormat.read(directory, ByteBuffer.wrap(flipped)));
    }
  }

  @Test
  void shouldFallBackToAnOlderSnapshotWhenTheNewestIsTorn() throws IOException {
    Files.write(
        directory.resolve("00000000000000000005.snapshot"),
        SnapshotFormat.write(randomEntries()).array());
    Path torn = directory.resolve("00000000000000000009.snapshot");
    Files.write(torn, new byte[20]);
    ProducerStateManager manager;
    try (var entries = Files.list(directory)) {
      manager =
          ProducerStateManager.open(
              new NioFileSystem(),
              directory,
              entries.toList(),
              new TreeSet<>(List.of(0L, 5L)),
              () -> Long.MAX_VALUE);
    }

    manager.truncateAndReload(0, 12, 0);

    assertEquals(5, manager.mapEndOffset());
    assertEquals(300, manager.producerCount());
    assertFalse(Files.exists(torn));
  }
}
