package io.barnabas.codec.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.InvalidRecordsException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xerial.snappy.Snappy;

final class RecordCursorTest {
  private static final long SEED = Long.getLong("seed", 42);
  private static final int RECORDS = BatchLayout.RECORDS_AT;

  private static ByteBuf batchOf(Consumer<RecordBatchBuilder> records, CompressionType type) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(out, BatchOptions.DEFAULT.withCompressor(Compressor.of(type)))) {
      records.accept(builder);
      builder.finish();
    }
    return out;
  }

  private static int walk(ByteBuf batch, boolean skim, int maxRecordSize) {
    int count = 0;
    try (RecordCursor cursor =
        skim
            ? RecordCursor.skim(batch, 0, maxRecordSize)
            : RecordCursor.open(batch, 0, maxRecordSize)) {
      while (cursor.next()) {
        count++;
      }
      return count;
    }
  }

  private static Reason refusal(ByteBuf batch) {
    Reason skimming =
        assertThrows(InvalidRecordsException.class, () -> walk(batch, true, RecordCursor.UNLIMITED))
            .reason();
    Reason reading =
        assertThrows(
                InvalidRecordsException.class, () -> walk(batch, false, RecordCursor.UNLIMITED))
            .reason();
    assertEquals(reading, skimming);
    return reading;
  }

  private static ByteBuf bytes(int size) {
    return Unpooled.wrappedBuffer(new byte[size]);
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void shouldTellNullFromEmpty(CompressionType type) {
    ByteBuf batch =
        batchOf(
            builder -> {
              builder.append(1, null, bytes(0));
              builder.append(2, bytes(0), null, List.of(new RecordHeader("", null)));
            },
            type);

    try (RecordCursor cursor = RecordCursor.open(batch, 0)) {
      assertTrue(cursor.next());
      assertNull(cursor.key());
      assertEquals(0, cursor.valueSize());
      assertTrue(cursor.next());
      assertEquals(0, cursor.keySize());
      assertFalse(cursor.hasValue());
      assertEquals(List.of(new RecordHeader("", null)), cursor.headers());
      assertFalse(cursor.next());
    }
  }

  @ParameterizedTest
  @EnumSource(value = CompressionType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldPassOverABombInASmallWindow(CompressionType type) {
    ByteBuf batch = batchOf(builder -> builder.append(0, null, bytes(50_000_000)), type);

    try (RecordCursor cursor = RecordCursor.skim(batch, 0, RecordCursor.UNLIMITED)) {
      assertTrue(cursor.next());
      assertEquals(50_000_000, cursor.valueSize());
      assertFalse(cursor.next());
      assertTrue(cursor.buffer().capacity() <= 64 * 1024, "window " + cursor.buffer().capacity());
    }
  }

  @ParameterizedTest
  @EnumSource(value = CompressionType.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void shouldRefuseARecordOverTheMaximum(CompressionType type) {
    ByteBuf batch = batchOf(builder -> builder.append(0, null, bytes(100_000)), type);

    assertEquals(1, walk(batch, true, 100_010));
    assertEquals(1, walk(batch, false, 100_010));
    for (boolean skim : new boolean[] {true, false}) {
      InvalidRecordsException refused =
          assertThrows(InvalidRecordsException.class, () -> walk(batch, skim, 100_000));
      assertEquals(Reason.RECORD_TOO_LARGE, refused.reason());
    }
  }

  @Test
  void shouldNotAllocateForALengthThatLies() {
    ByteBuf lie = Unpooled.buffer();
    Varints.writeVarint(lie, Integer.MAX_VALUE - 5);
    lie.writeZero(20);

    assertEquals(Reason.MALFORMED, refusal(wrap(CompressionType.NONE, lie.copy(), 1)));
    assertEquals(Reason.MALFORMED, refusal(wrap(CompressionType.ZSTD, lie, 1)));
  }

  /** A batch around raw record bytes, compressed here. */
  private static ByteBuf wrap(CompressionType type, ByteBuf records, int count) {
    ByteBuf compressed = Unpooled.buffer();
    try (var out = Compressor.of(type).open(compressed)) {
      records.readBytes(out, records.readableBytes());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
    return around(type, compressed, count);
  }

  private static ByteBuf around(CompressionType type, ByteBuf records, int count) {
    ByteBuf batch = Unpooled.buffer().writeZero(RECORDS).writeBytes(records);
    batch.setInt(BatchLayout.BATCH_LENGTH_AT, batch.readableBytes() - BatchLayout.LOG_OVERHEAD);
    batch.setByte(BatchLayout.MAGIC_AT, BatchLayout.MAGIC_V2);
    batch.setShort(BatchLayout.ATTRIBUTES_AT, type.id());
    batch.setInt(BatchLayout.RECORD_COUNT_AT, count);
    return batch;
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void shouldRefuseFewerOrMoreRecordsThanPromised(CompressionType type) {
    ByteBuf batch = batchOf(builder -> builder.append(0, bytes(3), bytes(3)), type);

    for (int count : new int[] {0, 2, -1, Integer.MAX_VALUE}) {
      batch.setInt(BatchLayout.RECORD_COUNT_AT, count);
      assertEquals(Reason.MALFORMED, refusal(batch), "count " + count);
    }
  }

  @Test
  void shouldRefuseEveryWrongField() {
    assertEquals(1, walk(record(8, 0, 0, 0, 1, 7, 1, 7, 0), false, 100));
    assertEquals(Reason.MALFORMED, refusal(record(-1)));
    assertEquals(Reason.MALFORMED, refusal(record(7, 0, 0, 0, 1, 7, 1, 7, 0)), "too short");
    assertEquals(Reason.MALFORMED, refusal(record(9, 0, 0, 0, 1, 7, 1, 7, 0, 0)), "too long");
    assertEquals(Reason.MALFORMED, refusal(record(8, 0, 0, 0, 9, 7, 1, 7, 0)), "key leaves");
    assertEquals(Reason.MALFORMED, refusal(record(8, 0, 0, 0, 1, 7, 9, 7, 0)), "value leaves");
    assertEquals(Reason.MALFORMED, refusal(record(8, 0, 0, 0, 1, 7, 1, 7, -1)), "header count");
    assertEquals(Reason.MALFORMED, refusal(record(8, 0, 0, 0, 1, 7, 1, 7, 50)), "header count");
    assertEquals(Reason.MALFORMED, refusal(record(10, 0, 0, 0, 1, 7, 1, 7, 1, -1, 0)), "no key");
    assertEquals(Reason.MALFORMED, refusal(record(10, 0, 0, 0, 1, 7, 1, 7, 1, 0, 5)), "h. value");
  }

  /** One-byte varints; positions that hold plain bytes are given as half their value. */
  private static ByteBuf record(int... fields) {
    ByteBuf records = Unpooled.buffer();
    for (int field : fields) {
      Varints.writeVarint(records, field);
    }
    return around(CompressionType.NONE, records, 1);
  }

  @Test
  void shouldRefuseUnknownCodecs() {
    for (int id = 5; id <= 7; id++) {
      ByteBuf batch = around(CompressionType.NONE, Unpooled.buffer(), 0);
      batch.setShort(BatchLayout.ATTRIBUTES_AT, id);
      assertEquals(Reason.UNKNOWN_CODEC, refusal(batch));
    }
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void shouldFailCleanlyOnScrambledBytes(CompressionType type) {
    Random random = new Random(SEED);
    ByteBuf good = KafkaBatches.write(type, false, 0, KafkaBatches.randomRecords(random, 20));
    for (int round = 0; round < 300; round++) {
      ByteBuf scrambled = good.copy();
      for (int i = random.nextInt(4); i >= 0; i--) {
        int at = RECORDS + random.nextInt(Math.min(2000, good.readableBytes() - RECORDS));
        scrambled.setByte(at, random.nextInt());
      }
      if (random.nextInt(4) == 0) {
        int cut = RECORDS + random.nextInt(good.readableBytes() - RECORDS);
        scrambled.setInt(BatchLayout.BATCH_LENGTH_AT, cut - BatchLayout.LOG_OVERHEAD);
      }
      for (boolean skim : new boolean[] {true, false}) {
        try {
          walk(scrambled, skim, 1_000_000);
        } catch (InvalidRecordsException expected) {
          assertEquals(0, expected.getStackTrace().length);
        }
      }
    }
  }

  @Test
  void shouldReadTheRawSnappyThatLibrdkafkaWrites() throws Exception {
    ByteBuf plain =
        batchOf(builder -> builder.append(0, bytes(10), bytes(10_000)), CompressionType.NONE);
    byte[] records = new byte[plain.readableBytes() - RECORDS];
    plain.getBytes(RECORDS, records);
    ByteBuf batch =
        around(CompressionType.SNAPPY, Unpooled.wrappedBuffer(Snappy.compress(records)), 1);

    assertEquals(1, walk(batch, false, RecordCursor.UNLIMITED));
  }

  @Test
  void shouldNotBelieveASnappyPreamble() {
    ByteBuf claimsTwoGigabytes =
        Unpooled.wrappedBuffer(new byte[] {-1, -1, -1, -1, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});

    assertEquals(
        Reason.UNDECODABLE, refusal(around(CompressionType.SNAPPY, claimsTwoGigabytes, 1)));
  }

  @Test
  void shouldUseTheAppendTimeWhereTheBrokerSetsIt() {
    ByteBuf batch =
        KafkaBatches.write(
            CompressionType.NONE, false, 0, List.of(new SimpleRecord(5, new byte[0], null)));
    BatchEditor.setMaxTimestamp(batch, 0, TimestampType.LOG_APPEND_TIME, 99);

    try (RecordCursor cursor = RecordCursor.open(batch, 0)) {
      assertTrue(cursor.next());
      assertEquals(99, cursor.timestamp());
    }
  }

  @Test
  void shouldTakeBackAnUnfinishedBatch() {
    for (CompressionType type : CompressionType.values()) {
      ByteBuf out = Unpooled.buffer().writeInt(1);
      RecordBatchBuilder builder =
          new RecordBatchBuilder(out, BatchOptions.DEFAULT.withCompressor(Compressor.of(type)));
      builder.append(1, bytes(1), bytes(1));
      builder.close();
      assertEquals(4, out.readableBytes());
    }
  }
}
