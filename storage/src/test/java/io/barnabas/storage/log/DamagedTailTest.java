package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log whose end is damaged although the broker has stopped in order. */
final class DamagedTailTest {
  private static final int BATCHES = 12;

  private static void flip(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at < 0 ? bytes.length + at : at] ^= 0x40;
    Files.write(file, bytes);
  }

  @Test
  void shouldNotTakeOlderSegmentsAlongThatAreDamagedToo(@TempDir Path temp) throws Exception {
    Path data = temp.resolve("data");
    LogConfig config = LogConfig.builder().segmentBytes(1_000).build();
    try (StoreFixture world = new StoreFixture(new NioFileSystem(), data)) {
      world.config = config;
      int size = 0;
      try (LogStore store = world.open()) {
        PartitionLog log = store.create(StoreFixture.ID, config);
        for (int i = 0; i < BATCHES; i++) {
          assertInstanceOf(
              Appended.class,
              log.appendAsLeader(
                      Batches.batch(world.nowMs, "x".repeat(400)), AppendContext.client(0))
                  .toCompletableFuture()
                  .join());
        }
        size = (int) log.sizeInBytes() / BATCHES;
      }
      Path partition = data.resolve("orders-0");
      flip(partition.resolve("00000000000000000000.log"), size + 100);
      flip(partition.resolve("00000000000000000010.log"), -size + 8);

      try (LogStore store = world.open()) {
        PartitionLog log = store.get(StoreFixture.TOPIC, 0);
        assertEquals(BATCHES - 1, log.logEndOffset());
        assertEquals(
            BATCHES - 3, Batches.readAll(log, 2, BATCHES - 1, 100_000).size(), "behind the damage");
        assertTrue(Files.exists(partition.resolve("00000000000000000002.log")));
      }
    }
  }
}
