package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Questions for times while the log is written to. */
final class TimestampSearchTest {
  private final FaultyFileSystem disk = new FaultyFileSystem();
  private final StoreFixture world = new StoreFixture(disk, Path.of("/data"));

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private void append(PartitionLog log, long timestamp) {
    log.appendAsLeader(Batches.batch(timestamp, "value"), AppendContext.client(0))
        .toCompletableFuture()
        .join();
  }

  @Test
  void shouldFindTheNewestRecordThoughOneIsAppendedMeanwhile() throws Exception {
    world.config = LogConfig.builder().segmentBytes(300).build();
    try (LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, world.config);
      for (int i = 0; log.segmentCount() < 2; i++) {
        append(log, world.nowMs + i);
      }
    }
    try (LogStore store = world.open()) {
      PartitionLog log = store.get(StoreFixture.TOPIC, 0);
      long next = log.logEndOffset();
      AtomicBoolean appended = new AtomicBoolean();
      disk.failWith(
          (what, file) -> {
            // The indexes of the first segment are read in the middle of the search.
            if (file.toString().endsWith("00000000000000000000.timeindex")
                && appended.compareAndSet(false, true)) {
              append(log, world.nowMs + 1_000);
            }
          });

      TimestampAndOffset newest = log.maxTimestamp();

      assertTrue(appended.get());
      assertEquals(new TimestampAndOffset(world.nowMs + 1_000, next, 0), newest);
    }
  }

  @Test
  void shouldAlwaysFindANewestRecordUnderLoad() throws Exception {
    try (LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, world.config);
      append(log, world.nowMs);
      AtomicBoolean done = new AtomicBoolean();
      Thread writer =
          new Thread(
              () -> {
                for (int i = 1; !done.get(); i++) {
                  append(log, world.nowMs + i);
                }
              });
      writer.start();
      try {
        for (int i = 0; i < 2_000; i++) {
          long before = log.logEndOffset();
          assertTrue(log.maxTimestamp().offset() >= before - 1);
        }
      } finally {
        done.set(true);
        writer.join();
      }
    }
  }
}
