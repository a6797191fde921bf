package io.barnabas.storage.log;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.storage.file.NioFileSystem;
import io.barnabas.storage.log.AppendOutcome.Appended;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What recovery may take from the log of the metadata: nothing that was acknowledged. */
final class MetadataRecoveryTest {
  private static final PartitionId METADATA =
      new PartitionId(new Uuid(0, 1), "__cluster_metadata", 0);
  private static final int BATCHES = 40;

  @TempDir private Path temp;
  private Path data;
  private Path file;
  private Path checkpoint;
  private Path marker;
  private StoreFixture world;

  @BeforeEach
  void write() throws Exception {
    data = temp.resolve("data");
    file = data.resolve("__cluster_metadata-0/00000000000000000000.log");
    checkpoint = data.resolve("recovery-point-offset-checkpoint");
    marker = data.resolve(".kafka_cleanshutdown");
    world = new StoreFixture(new NioFileSystem(), data);
    world.config = LogConfig.builder().flushMessages(1).build();
    try (LogStore store = world.open()) {
      PartitionLog log = store.create(METADATA, world.config);
      for (int offset = 0; offset < BATCHES; offset++) {
        assertInstanceOf(Appended.class, append(log, offset));
      }
    }
    Files.delete(marker);
  }

  @AfterEach
  void close() throws Exception {
    world.close();
  }

  private static AppendOutcome append(PartitionLog log, long offset) {
    ByteBuf batch = Batches.batch(1_700_000_000_000L, "x".repeat(300));
    BatchEditor.setBaseOffset(batch, 0, offset);
    return log.appendAsLeader(batch, AppendContext.internal(0)).toCompletableFuture().join();
  }

  private void assertRefusedAndKept() throws Exception {
    byte[] before = Files.readAllBytes(file);
    try (LogStore store = world.open()) {
      String why = store.create(METADATA, world.config).open();
      assertNotNull(why);
      assertTrue(why.contains(file.getParent().toString()), why);
    }
    assertArrayEquals(before, Files.readAllBytes(file));
  }

  private void assertEndsAt(long end) throws Exception {
    try (LogStore store = world.open()) {
      PartitionLog log = store.create(METADATA, world.config);
      assertNull(log.open());
      assertEquals(end, log.logEndOffset());
    }
  }

  private void garbage(int from, int bytes) throws IOException {
    byte[] all = Files.readAllBytes(file);
    byte[] random = new byte[Math.min(bytes, all.length - from)];
    new Random(7).nextBytes(random);
    System.arraycopy(random, 0, all, from, random.length);
    Files.write(file, all);
  }

  private int sizeOfBatch() throws IOException {
    return (int) Files.size(file) / BATCHES;
  }

  @Test
  void shouldRefuseGarbage() throws Exception {
    garbage(0, Integer.MAX_VALUE);
    assertRefusedAndKept();
    assertRefusedAndKept();
  }

  @Test
  void shouldRefuseGarbageOfWhichNothingIsKnown() throws Exception {
    garbage(0, Integer.MAX_VALUE);
    Files.delete(checkpoint);
    assertRefusedAndKept();
  }

  @Test
  void shouldRefuseAFewBytesOfGarbageOfWhichNothingIsKnown() throws Exception {
    garbage(0, Integer.MAX_VALUE);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 500));
    Files.delete(checkpoint);
    assertRefusedAndKept();
  }

  @Test
  void shouldRefuseDamageBeforeOtherBatchesWhereNothingIsKnown() throws Exception {
    garbage(3 * sizeOfBatch() + 70, 20);
    Files.delete(checkpoint);
    assertRefusedAndKept();
  }

  @Test
  void shouldRefuseDamageOfWhatWasDurable() throws Exception {
    garbage((BATCHES - 1) * sizeOfBatch(), 20);
    assertRefusedAndKept();
  }

  @Test
  void shouldRefuseALogWithoutItsEnd() throws Exception {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 5 * sizeOfBatch()));
    assertRefusedAndKept();
    Files.write(file, new byte[0]);
    assertRefusedAndKept();
    Files.createFile(marker);
    assertRefusedAndKept();
  }

  @Test
  void shouldRefuseALogThatIsGone() throws Exception {
    new NioFileSystem().deleteRecursively(file.getParent());
    for (int attempt = 0; attempt < 2; attempt++) {
      assertThrows(LogStoreException.class, world::open);
    }
  }

  @Test
  void shouldRefuseALogWithoutSegments() throws Exception {
    Files.delete(file);
    try (LogStore store = world.open()) {
      assertNotNull(store.create(METADATA, world.config).open());
    }
  }

  @Test
  void shouldCutWhatAnAppendHasLeft() throws Exception {
    byte[] whole = Files.readAllBytes(file);
    byte[] torn = Arrays.copyOf(whole, 200);
    torn[7] = BATCHES;
    Files.write(file, torn, StandardOpenOption.APPEND);
    assertEndsAt(BATCHES);

    Files.delete(marker);
    Files.write(file, torn, StandardOpenOption.APPEND);
    Files.delete(checkpoint);
    assertEndsAt(BATCHES);

    Files.delete(marker);
    Files.write(file, new byte[100_000], StandardOpenOption.APPEND);
    Files.delete(checkpoint);
    assertEndsAt(BATCHES);
  }

  @Test
  void shouldBeginAnewWhereTheFirstAppendWasTorn() throws Exception {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));
    Files.delete(checkpoint);
    assertEndsAt(0);
  }

  @Test
  void shouldTakeNothingThatDoesNotBelongAtTheEnd() throws Exception {
    try (LogStore store = world.open()) {
      PartitionLog log = store.create(METADATA, world.config);
      for (long offset : new long[] {BATCHES + 1, BATCHES - 1, 0}) {
        Refused refused = assertInstanceOf(Refused.class, append(log, offset));
        assertEquals(AppendFault.OUT_OF_ORDER_OFFSETS, refused.fault());
      }
      assertInstanceOf(Appended.class, append(log, BATCHES));
    }
  }
}
