package io.barnabas.codec.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Apache Kafka writes we read, and what we write Apache Kafka reads. */
final class KafkaCompatibilityTest {
  private static final long SEED = Long.getLong("seed", 42);

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void shouldReadWhatKafkaWrites(CompressionType type) {
    Random random = new Random(SEED);
    for (int round = 0; round < 30; round++) {
      List<SimpleRecord> expected = KafkaBatches.randomRecords(random, 1 + random.nextInt(60));
      ByteBuf batch = KafkaBatches.write(type, random.nextBoolean(), 1000, expected);
      String context = type + " seed " + SEED + " round " + round;

      assertTrue(BatchCrc.isValid(batch, 0), context);
      try (RecordCursor cursor = RecordCursor.open(batch, 0);
          RecordCursor skim = RecordCursor.skim(batch, 0, RecordCursor.UNLIMITED)) {
        for (int i = 0; i < expected.size(); i++) {
          assertTrue(cursor.next(), context);
          assertTrue(skim.next(), context);
          assertRecord(expected.get(i), 1000 + i, cursor, context);
          assertSame(cursor, skim, context);
        }
        assertFalse(cursor.next(), context);
        assertFalse(skim.next(), context);
      }
    }
  }

  private static void assertRecord(
      SimpleRecord expected, long offset, RecordCursor cursor, String context) {
    assertEquals(offset, cursor.offset(), context);
    assertEquals(expected.timestamp(), cursor.timestamp(), context);
    assertContent(expected.key(), cursor.key(), context);
    assertContent(expected.value(), cursor.value(), context);
    List<RecordHeader> headers = new ArrayList<>();
    Arrays.stream(expected.headers())
        .forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
    assertEquals(headers, cursor.headers(), context);
  }

  /** In one access: the leak detection of the tests makes a note of each. */
  private static void assertContent(
      @Nullable ByteBuffer expected, @Nullable ByteBuf actual, String context) {
    assertArrayEquals(
        expected == null ? null : ByteBufUtil.getBytes(Unpooled.wrappedBuffer(expected)),
        actual == null ? null : ByteBufUtil.getBytes(actual),
        context);
  }

  private static void assertSame(RecordCursor cursor, RecordCursor skim, String context) {
    assertEquals(cursor.offset(), skim.offset(), context);
    assertEquals(cursor.timestamp(), skim.timestamp(), context);
    assertEquals(cursor.sizeInBytes(), skim.sizeInBytes(), context);
    assertEquals(cursor.keySize(), skim.keySize(), context);
    assertEquals(cursor.valueSize(), skim.valueSize(), context);
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void shouldWriteWhatKafkaReads(CompressionType type) {
    Random random = new Random(SEED);
    for (int round = 0; round < 30; round++) {
      List<SimpleRecord> expected = KafkaBatches.randomRecords(random, 1 + random.nextInt(60));
      String context = type + " seed " + SEED + " round " + round;

      ByteBuf batch = Unpooled.buffer();
      build(batch, type, expected);

      assertEquals(batch.readableBytes(), BatchHeader.sizeInBytes(batch, 0), context);
      List<Record> read = KafkaBatches.read(batch);
      assertEquals(expected.size(), read.size(), context);
      for (int i = 0; i < read.size(); i++) {
        assertEquals(expected.get(i), new SimpleRecord(read.get(i)), context);
        assertEquals(500 + i, read.get(i).offset(), context);
      }
    }
  }

  private static void build(ByteBuf out, CompressionType type, List<SimpleRecord> records) {
    BatchOptions options =
        BatchOptions.DEFAULT.withCompressor(Compressor.of(type)).withPosition(500, 7);
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      for (SimpleRecord record : records) {
        List<RecordHeader> headers = new ArrayList<>();
        Arrays.stream(record.headers())
            .forEach(header -> headers.add(new RecordHeader(header.key(), header.value())));
        builder.append(
            record.timestamp(),
            record.key() == null ? null : Unpooled.wrappedBuffer(record.key()),
            record.value() == null ? null : Unpooled.wrappedBuffer(record.value()),
            headers);
      }
      builder.finish();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = CompressionType.class,
      names = {"NONE", "GZIP"})
  void shouldWriteTheSameBytesAsKafka(CompressionType type) {
    List<SimpleRecord> records = KafkaBatches.randomRecords(new Random(SEED), 40);
    ByteBuf ours = Unpooled.buffer();
    build(ours, type, records);
    ByteBuf theirs = KafkaBatches.write(type, false, 500, records);
    BatchEditor.setPartitionLeaderEpoch(theirs, 0, 7);

    assertEquals(theirs, ours);
  }

  @ParameterizedTest
  @EnumSource(CompressionType.class)
  void shouldReadTheHeaderAsKafkaDoes(CompressionType type) {
    ByteBuf buf =
        KafkaBatches.write(type, true, 99, KafkaBatches.randomRecords(new Random(SEED), 9));
    RecordBatch batch = MemoryRecords.readableRecords(buf.nioBuffer()).batches().iterator().next();

    assertEquals(batch.baseOffset(), BatchHeader.baseOffset(buf, 0));
    assertEquals(batch.lastOffset(), BatchHeader.lastOffset(buf, 0));
    assertEquals(batch.nextOffset(), BatchHeader.nextOffset(buf, 0));
    assertEquals(batch.sizeInBytes(), BatchHeader.sizeInBytes(buf, 0));
    assertEquals(batch.partitionLeaderEpoch(), BatchHeader.partitionLeaderEpoch(buf, 0));
    assertEquals(batch.magic(), BatchHeader.magic(buf, 0));
    assertEquals((int) batch.checksum(), BatchHeader.crc(buf, 0));
    assertEquals(batch.compressionType().id, BatchHeader.compressionId(buf, 0));
    assertEquals(batch.timestampType().name(), BatchHeader.timestampType(buf, 0).name());
    assertEquals(batch.isTransactional(), BatchHeader.isTransactional(buf, 0));
    assertEquals(batch.isControlBatch(), BatchHeader.isControl(buf, 0));
    assertEquals(batch.maxTimestamp(), BatchHeader.maxTimestamp(buf, 0));
    assertEquals(batch.producerId(), BatchHeader.producerId(buf, 0));
    assertEquals(batch.producerEpoch(), BatchHeader.producerEpoch(buf, 0));
    assertEquals(batch.baseSequence(), BatchHeader.baseSequence(buf, 0));
    assertEquals(batch.lastSequence(), BatchHeader.lastSequence(buf, 0));
    assertEquals(batch.countOrNull(), BatchHeader.recordCount(buf, 0));
  }
}
