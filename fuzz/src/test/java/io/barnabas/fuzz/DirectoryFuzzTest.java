package io.barnabas.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.ReadOutcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;

/**
 * A log directory of which one file says something else: the start is refused with a reason, or
 * everything that is left can be read, and written to. Nothing is a defect, and damage in one
 * partition is no reason to give up a whole directory.
 */
final class DirectoryFuzzTest {
  /** An error of ours, by the name of its class. */
  private static final Pattern DEFECT =
      Pattern.compile(
          "NullPointer|OutOfBounds|IllegalArgument|IllegalState|NumberFormat|Arithmetic|"
              + "BufferUnderflow|BufferOverflow|NegativeArraySize|ClassCast|NoSuchElement|"
              + "DateTime|InvalidRecords|Malformed|UnsupportedVersion");

  private static final int CRC_AT = 2;
  private static final int CHECKED_FROM = 6;

  private final SampleDirectory sample = SampleDirectory.make();

  @AfterEach
  void clean() throws IOException {
    // Once for each, not for each input: fuzzing has one instance for all.
    sample.close();
  }

  /**
   * The first byte chooses the file, the second whether the last broker had stopped in order, and
   * whether checksums are put right; the rest is what the file says.
   */
  @FuzzTest(maxDuration = "1h")
  void start(byte[] input) throws Exception {
    if (input.length < 2) {
      return;
    }
    List<Path> files = sample.files();
    Path file = files.get((input[0] & 0xff) % files.size());
    byte[] content = Arrays.copyOfRange(input, 2, input.length);
    if ((input[1] & 2) == 0) {
      mend(file, content);
    }
    Path directory = sample.with(file, content, (input[1] & 1) == 0);
    try (LogStore store = sample.open(directory)) {
      for (PartitionLog log : store.logs()) {
        use(log);
      }
    } catch (LogStoreException refused) {
      assertTrue(refused.getMessage() != null && !DEFECT.matcher(refused.getMessage()).find());
    }
    for (String failure : sample.takeFailures()) {
      assertTrue(!DEFECT.matcher(failure).find(), failure);
    }
  }

  private static void mend(Path file, byte[] content) {
    String name = file.getFileName().toString();
    if (name.endsWith(".log")) {
      Patches.checksums(Unpooled.wrappedBuffer(content));
    } else if (name.endsWith(".snapshot") && content.length > CHECKED_FROM) {
      CRC32C crc = new CRC32C();
      crc.update(content, CHECKED_FROM, content.length - CHECKED_FROM);
      ByteBuffer.wrap(content).putInt(CRC_AT, (int) crc.getValue());
    }
  }

  private static void use(PartitionLog log) throws IOException {
    log.open();
    long end = log.logEndOffset();
    long next = log.logStartOffset();
    assertTrue(next <= end, next + " to " + end);
    for (int reads = 0; next < end && reads < 100; reads++) {
      ReadOutcome outcome = log.read(next, end, 500, true);
      if (!(outcome instanceof ReadOutcome.LogSlice slice)) {
        break;
      }
      long after = endOf(slice);
      if (after <= next) {
        break;
      }
      next = after;
    }
    log.endOffsetForEpoch(0);
    log.producers().toCompletableFuture().join();
    try {
      log.offsetForTimestamp(SampleDirectory.NOW_MS, end);
      log.maxTimestamp();
      log.abortedTransactions(log.logStartOffset(), end);
    } catch (IOException damaged) {
      assertTrue(!DEFECT.matcher(damaged.toString()).find(), damaged.toString());
    }
    log.appendAsLeader(SampleDirectory.batch(), SampleDirectory.asLeaderOf(log))
        .toCompletableFuture()
        .join();
  }

  private static long endOf(ReadOutcome.LogSlice slice) throws IOException {
    ByteBuf bytes = Unpooled.buffer(Math.max(1, slice.records().sizeInBytes()));
    try {
      slice.records().readInto(bytes);
    } finally {
      slice.records().release();
    }
    BatchScanner batches = BatchScanner.ofReadable(bytes);
    while (batches.next()) {
      // To the last.
    }
    assertEquals(BatchScanner.End.CLEAN, batches.end(), "a read ends within a batch");
    return Patches.nextOffset(bytes);
  }
}
