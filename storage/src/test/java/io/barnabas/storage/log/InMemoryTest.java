package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.storage.file.FaultyFileSystem;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What event loops may read themselves, on a system that does not tell what it has in memory. */
final class InMemoryTest {
  private static final int BYTES = 1 << 20;

  private final StoreFixture world = new StoreFixture(new FaultyFileSystem(), Path.of("/data"));
  private LogStore store;
  private PartitionLog log;

  @BeforeEach
  void open() throws Exception {
    store = world.open();
    log = store.create(StoreFixture.ID, world.config);
    append("a", "b", "c");
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    world.close();
  }

  private void append(String... values) {
    log.appendAsLeader(Batches.batch(world.nowMs, values), AppendContext.client(1));
  }

  private boolean isInMemory(long offset) {
    return log.isInMemory(offset, Long.MAX_VALUE, BYTES);
  }

  @Test
  void shouldNotTakeToBeInMemoryWhatWasThereBeforeAnybodyRead() {
    assertFalse(isInMemory(0));
    assertFalse(isInMemory(2));
  }

  @Test
  void shouldLetAConsumerAtTheTailReadAtOnce() {
    assertTrue(isInMemory(3));

    append("d", "e");

    assertTrue(isInMemory(3));
    assertFalse(isInMemory(0));
  }

  @Test
  void shouldNotTakeToBeInMemoryWhatWasWrittenLongAgo() {
    assertTrue(isInMemory(3));
    append("d", "e");

    world.nowMs += 60_000;

    assertFalse(isInMemory(3));
  }
}
