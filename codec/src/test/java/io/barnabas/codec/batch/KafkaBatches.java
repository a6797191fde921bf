package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.RecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;

/** Batches written and read by Apache Kafka's own classes. */
final class KafkaBatches {
  private KafkaBatches() {}

  static Compression compression(CompressionType type) {
    return Compression.of(type.configName()).build();
  }

  static ByteBuf write(
      CompressionType type, boolean transactional, long baseOffset, List<SimpleRecord> records) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1024),
            RecordBatch.MAGIC_VALUE_V2,
            compression(type),
            TimestampType.CREATE_TIME,
            baseOffset,
            RecordBatch.NO_TIMESTAMP,
            transactional ? 4711 : RecordBatch.NO_PRODUCER_ID,
            transactional ? (short) 3 : RecordBatch.NO_PRODUCER_EPOCH,
            transactional ? 17 : RecordBatch.NO_SEQUENCE,
            transactional,
            12);
    records.forEach(builder::append);
    return Unpooled.copiedBuffer(builder.build().buffer());
  }

  static List<Record> read(ByteBuf batches) {
    List<Record> records = new ArrayList<>();
    for (RecordBatch batch : MemoryRecords.readableRecords(batches.nioBuffer()).batches()) {
      batch.ensureValid();
      batch.forEach(records::add);
    }
    return records;
  }

  static List<SimpleRecord> randomRecords(Random random, int count) {
    List<SimpleRecord> records = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      records.add(
          new SimpleRecord(
              1_700_000_000_000L + random.nextInt(100_000) - 50_000,
              randomBytes(random, 40),
              randomBytes(random, random.nextInt(10) == 0 ? 100_000 : 300),
              randomHeaders(random)));
    }
    return records;
  }

  private static byte[] randomBytes(Random random, int maxSize) {
    if (random.nextInt(5) == 0) {
      return null;
    }
    byte[] bytes = new byte[random.nextInt(maxSize)];
    if (random.nextBoolean()) {
      random.nextBytes(bytes);
    }
    return bytes;
  }

  private static Header[] randomHeaders(Random random) {
    Header[] headers = new Header[Math.max(0, random.nextInt(6) - 3)];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = new RecordHeader("hé" + random.nextInt(), randomBytes(random, 20));
    }
    return headers;
  }
}
