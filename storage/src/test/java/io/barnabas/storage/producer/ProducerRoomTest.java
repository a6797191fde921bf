package io.barnabas.storage.producer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.storage.file.NioFileSystem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProducerRoomTest {
  private static final long HOUR_MS = 3_600_000;

  @TempDir private Path directory;

  private final ProducerRoom room = new ProducerRoom(HOUR_MS, 100);
  private long offset;
  private long timestamp;

  private void write(ProducerStateManager manager, long producerId, boolean transactional) {
    BatchOptions options = BatchOptions.DEFAULT.withProducer(producerId, (short) 0, 0);
    ByteBuf batch = Unpooled.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(
            batch, (transactional ? options.asTransactional() : options).withPosition(offset, 0))) {
      builder.append(timestamp + offset, null, Unpooled.EMPTY_BUFFER);
      builder.finish();
    }
    manager.apply(batch, 0);
    offset++;
  }

  private ProducerStateManager manager(ProducerLimits limits) {
    return new ProducerStateManager(new NioFileSystem(), directory, limits);
  }

  @Test
  void shouldForgetThoseSilentForLongestButNoOpenTransaction() {
    ProducerStateManager manager = manager(room);
    write(manager, 7, true);
    for (long producer = 1000; producer < 2000; producer++) {
      write(manager, producer, false);
      assertTrue(manager.producerCount() <= 100);
      assertTrue(manager.producer(producer).isPresent());
    }

    assertTrue(manager.producer(7).isPresent());
    assertTrue(manager.producer(1960).isPresent());
    assertFalse(manager.producer(1800).isPresent());
  }

  @Test
  void shouldKnowAsManyOpenTransactionsAsThereAre() {
    ProducerStateManager manager = manager(room);
    for (long producer = 0; producer < 1000; producer++) {
      write(manager, producer, true);
    }

    assertEquals(1000, manager.producerCount());
  }

  @Test
  void shouldNotTakeMoreFromASnapshotThanThereIsRoomFor() throws IOException {
    ProducerStateManager before = manager(() -> HOUR_MS);
    for (long producer = 0; producer < 1000; producer++) {
      write(before, producer, false);
    }
    before.takeSnapshot(true);

    ProducerStateManager after;
    try (var entries = Files.list(directory)) {
      after =
          ProducerStateManager.open(
              new NioFileSystem(), directory, entries.toList(), new TreeSet<>(), room);
    }
    after.truncateAndReload(0, offset, 1000);

    assertEquals(88, after.producerCount());
    assertTrue(after.producer(999).isPresent());
  }

  @Test
  void shouldHaveLogsForgetThatKnowTheMostDownToALevelWhereThereAreTooMany() {
    room.known(new int[] {60, 40});
    assertEquals(100, room.producersMax());
    room.known(new int[] {81, 20});
    assertEquals(68, room.producersMax(), "who knows little pays nothing");
    room.known(new int[] {51, 50});
    assertEquals(44, room.producersMax());
    room.known(IntStream.generate(() -> 10).limit(50).toArray());
    assertEquals(16, room.producersMax(), "a few are known always");
    room.known(new int[] {60});
    assertEquals(100, room.producersMax());
  }

  @Test
  void shouldForgetByOffsetsWhateverTimestampsProducersClaim() {
    ProducerStateManager manager = manager(room);
    timestamp = HOUR_MS;
    for (long producer = 0; producer < 100; producer++) {
      write(manager, producer, false);
    }
    timestamp = 1;
    write(manager, 7, false);
    write(manager, 100, false);
    write(manager, 101, false);

    assertTrue(manager.producer(7).isPresent(), "it wrote lately, if with an old timestamp");
    assertFalse(manager.producer(0).isPresent());
  }

  @Test
  void shouldMakeRoomInALogThatNobodyWritesToAnyMore() {
    ProducerStateManager idle = manager(room);
    for (long producer = 0; producer < 90; producer++) {
      write(idle, producer, false);
    }
    room.known(new int[] {90, 60});

    idle.removeExpired(1);

    assertEquals(room.producersMax() - room.producersMax() / 8, idle.producerCount());
  }
}
