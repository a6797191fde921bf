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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProducerRoomTest {
  private static final long HOUR_MS = 3_600_000;

  @TempDir private Path directory;

  private final ProducerRoom room = new ProducerRoom(HOUR_MS, 100);
  private long offset;

  private void write(ProducerStateManager manager, long producerId, boolean transactional) {
    BatchOptions options = BatchOptions.DEFAULT.withProducer(producerId, (short) 0, 0);
    ByteBuf batch = Unpooled.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(
            batch, (transactional ? options.asTransactional() : options).withPosition(offset, 0))) {
      builder.append(offset, null, Unpooled.EMPTY_BUFFER);
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

    assertEquals(50, after.producerCount());
    assertTrue(after.producer(999).isPresent());
  }

  @Test
  void shouldHaveLogsForgetThatKnowMoreThanHalfTheirShareWhereThereAreTooMany() {
    room.known(100, 2);
    assertEquals(100, room.producersMax());
    room.known(101, 2);
    assertEquals(25, room.producersMax());
    room.known(101, 50);
    assertEquals(16, room.producersMax(), "a few are known always");
    room.known(60, 50);
    assertEquals(100, room.producersMax());
  }
}
