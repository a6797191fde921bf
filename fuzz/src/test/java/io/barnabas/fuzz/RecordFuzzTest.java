package io.barnabas.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.Decompressor;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.codec.batch.TimestampType;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.validate.BatchValidator;
import io.barnabas.storage.validate.ValidationOutcome;
import io.barnabas.storage.validate.ValidationRules;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Record batches: what producers send, and what consumers of a log read. */
final class RecordFuzzTest {
  private static final long NOW = 1_700_000_000_000L;
  private static final int RECORD_BYTES_MAX = 1 << 20;
  private static final int OUTPUT_BYTES_MAX = 4 << 20;

  /** Blocks of lz4 are of 4 MiB, twice; windows of zstd are native. */
  private static final long HEAP_BYTES_MAX = 32L << 20;

  private static final List<String> COMPRESSIONS =
      List.of("producer", "uncompressed", "gzip", "snappy", "lz4", "zstd");
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Libraries take memory once, when they are loaded. */
  static {
    for (CompressionType type : CompressionType.values()) {
      ByteBuf out = Unpooled.buffer();
      try (RecordBatchBuilder builder =
          new RecordBatchBuilder(out, BatchOptions.DEFAULT.withCompressor(Compressor.of(type)))) {
        builder.append(NOW, null, Unpooled.wrappedBuffer(new byte[100]));
        builder.finish();
      }
      try (RecordCursor records = RecordCursor.open(out, 0)) {
        assertTrue(records.next());
      }
    }
  }

  private static LogConfig config(int choice) {
    return LogConfig.builder()
        .maxDecompressedBytes(RECORD_BYTES_MAX)
        .cleanupCompact((choice & 1) != 0)
        .timestampType(
            (choice & 2) != 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME)
        .compressionType(COMPRESSIONS.get((choice >> 2 & 7) % COMPRESSIONS.size()))
        .build();
  }

  /**
   * A batch to be appended: the first byte chooses the topic's configs, and whether the rest is
   * given a good length and checksum.
   */
  @FuzzTest(maxDuration = "1h")
  void appended(byte[] input) {
    if (input.length == 0) {
      return;
    }
    int choice = input[0];
    ByteBuf batch = Unpooled.copiedBuffer(input).skipBytes(1);
    if ((choice & 0x80) == 0) {
      Patches.asOneBatch(batch);
    }
    boolean claimed =
        batch.readableBytes() >= BatchLayout.HEADER_SIZE
            && BatchHeader.timestampType(batch, 1) == TimestampType.LOG_APPEND_TIME;
    ValidationOutcome outcome =
        BatchValidator.validate(
            batch, ValidationRules.of(config(choice)), AppendOrigin.CLIENT, NOW);
    if (outcome instanceof ValidationOutcome.Valid valid) {
      assertReadable(valid, claimed);
      if (valid.rewritten()) {
        valid.buffer().release();
      }
    }
    assertEquals(1, batch.refCnt());
    batch.release();
  }

  /**
   * Nothing that was taken in may stop a consumer.
   *
   * @param claimed whether the producer had claimed append time: then its records have the times
   *     that Apache Kafka gives them as well, and none of them need be the largest
   */
  private static void assertReadable(ValidationOutcome.Valid valid, boolean claimed) {
    ByteBuf batch = valid.buffer();
    assertTrue(BatchCrc.isValid(batch, valid.index()));
    int count = 0;
    long newest = -1;
    try (RecordCursor records = RecordCursor.open(batch, valid.index())) {
      while (records.next()) {
        assertEquals(count, records.offsetDelta());
        read(records);
        newest = Math.max(newest, records.timestamp());
        count++;
      }
    }
    assertEquals(valid.recordCount(), count);
    assertEquals(count - 1, BatchHeader.lastOffsetDelta(batch, valid.index()));
    assertTrue(claimed || valid.maxTimestamp() == newest);
  }

  private static void read(RecordCursor records) {
    if (records.key() != null) {
      assertEquals(records.keySize(), records.key().readableBytes());
    }
    if (records.value() != null) {
      assertEquals(records.valueSize(), records.value().readableBytes());
    }
    assertEquals(records.headerCount(), records.headers().size());
  }

  /** Batches as they may lie in a damaged log; the first byte says whether checksums are good. */
  @FuzzTest(maxDuration = "1h")
  void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    ByteBuf bytes = Unpooled.copiedBuffer(input).skipBytes(1);
    if (input[0] == 0) {
      Patches.asOneBatch(bytes);
    }
    BatchScanner batches = BatchScanner.ofReadable(bytes);
    while (batches.next()) {
      int whole = walk(bytes, batches.index(), false);
      int skimmed = walk(bytes, batches.index(), true);
      assertEquals(whole, skimmed, "records, by skimming as well");
    }
    assertTrue(batches.index() <= bytes.writerIndex());
    bytes.release();
  }

  /** How many records there are; -1 if they cannot be read. */
  private static int walk(ByteBuf bytes, int at, boolean skim) {
    int count = 0;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (RecordCursor records =
        skim
            ? RecordCursor.skim(bytes, at, RECORD_BYTES_MAX)
            : RecordCursor.open(bytes, at, RECORD_BYTES_MAX)) {
      while (records.next()) {
        if (!skim) {
          read(records);
        }
        count++;
      }
    } catch (InvalidRecordsException e) {
      assertTrue(e.getMessage() != null);
      count = -1;
    } catch (IllegalArgumentException unknownCodec) {
      assertTrue(!CompressionType.isKnown(BatchHeader.compressionId(bytes, at)));
      count = -1;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < HEAP_BYTES_MAX + 100L * bytes.capacity(), allocated + " bytes");
    return count;
  }

  /** Compressed bytes: the first says by what. */
  @FuzzTest(maxDuration = "1h")
  void decompressed(byte[] input) {
    if (input.length == 0) {
      return;
    }
    CompressionType type = CompressionType.of((input[0] & 0xff) % COMPRESSIONS.size() % 5);
    ByteBuf compressed = Unpooled.wrappedBuffer(input).skipBytes(1);
    byte[] chunk = new byte[8 << 10];
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (InputStream in = Decompressor.open(type, compressed)) {
      int total = 0;
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        total += read;
        if (total > OUTPUT_BYTES_MAX) {
          break;
        }
      }
    } catch (InvalidRecordsException | IOException refused) {
      assertTrue(compressed.refCnt() == 1);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < HEAP_BYTES_MAX, allocated + " bytes");
    compressed.release();
  }
}
