package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.barnabas.storage.file.FaultyFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Readers that go on where they stopped. */
final class ReadEndsTest {
  private static final int BATCHES = 40;

  private static long readOn(PartitionLog log, long offset, int batches, int batchBytes) {
    LogSlice slice =
        assertInstanceOf(
            LogSlice.class, log.read(offset, BATCHES, batches * batchBytes + 10, true));
    assertEquals(batches * batchBytes, slice.records().sizeInBytes());
    slice.records().release();
    return offset + batches;
  }

  @Test
  void shouldReadOneHeaderWhereAReaderGoesOn() throws Exception {
    FaultyFileSystem disk = new FaultyFileSystem();
    try (StoreFixture world = new StoreFixture(disk, Path.of("/data"));
        LogStore store = world.open()) {
      PartitionLog log = store.create(StoreFixture.ID, world.config);
      for (int i = 0; i < BATCHES; i++) {
        assertInstanceOf(
            Appended.class,
            log.appendAsLeader(
                    Batches.batch(world.nowMs, "x".repeat(6_000)), AppendContext.client(0))
                .toCompletableFuture()
                .join());
      }
      log.advanceHighWatermark(BATCHES);
      int batchBytes = (int) (log.sizeInBytes() / BATCHES);
      AtomicInteger reads = new AtomicInteger();
      disk.failWith(
          (what, file) -> {
            if (what.equals("read")) {
              reads.incrementAndGet();
            }
          });
      long one = readOn(log, 3, 3, batchBytes);
      for (int turn = 0; turn < 5; turn++) {
        reads.set(0);
        one = readOn(log, one, 3, batchBytes);
        assertEquals(1, reads.get());
      }
      // One batch at a time, larger than what may be read.
      one = readOn(log, one, 1, batchBytes);
      reads.set(0);
      LogSlice slice = assertInstanceOf(LogSlice.class, log.read(one, BATCHES, 100, true));
      assertEquals(batchBytes, slice.records().sizeInBytes());
      assertEquals(1, reads.get());
      slice.records().release();
      one++;
      reads.set(0);
      readOn(log, one, 1, batchBytes);
      assertEquals(1, reads.get());
    }
  }
}
