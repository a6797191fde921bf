package io.barnabas.storage.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.TimestampType;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.RecordFault;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceResponse.RecordError;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.BufferSupplier;
import org.apache.kafka.common.utils.internals.PrimitiveRef;
import org.apache.kafka.storage.internals.log.LogValidator;
import org.apache.kafka.storage.internals.log.RecordValidationException;
import org.junit.jupiter.api.Test;

/** The same random batches, some of them broken, given to Apache Kafka's validator and to ours. */
final class AgainstKafkaTest {
  private static final long SEED = Long.getLong("seed", 42);
  private static final int LEADER_EPOCH = 9;
  private static final long BASE_OFFSET = 1000;

  private final Random random = new Random(SEED);
  private int accepted;
  private int refused;

  @Test
  void shouldDecideAndCorrectAsKafkaDoes() {
    for (int round = 0; round < 4000; round++) {
      LogConfig config = randomConfig();
      ByteBuf batch = randomBatch();
      String context = "seed " + SEED + " round " + round + " " + config;
      compare(batch, config, context);
    }
    assertTrue(accepted > 500 && refused > 500, accepted + " accepted, " + refused + " refused");
  }

  private LogConfig randomConfig() {
    String[] compressions = {"producer", "producer", "uncompressed", "gzip", "lz4"};
    return LogConfig.builder()
        .compressionType(compressions[random.nextInt(compressions.length)])
        .cleanupCompact(random.nextInt(3) == 0)
        .timestampType(
            random.nextInt(3) == 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME)
        .timestampBeforeMaxMs(3_600_000)
        .maxDecompressedBytes(random.nextInt(4) == 0 ? 150 : Integer.MAX_VALUE)
        .build();
  }

  private ByteBuf randomBatch() {
    CompressionType[] types = {CompressionType.NONE, CompressionType.GZIP, CompressionType.LZ4};
    CompressionType type = types[random.nextInt(types.length)];
    long now = System.currentTimeMillis();
    boolean keys = random.nextBoolean();
    boolean old = random.nextInt(6) == 0;
    List<SimpleRecord> records = new ArrayList<>();
    for (int i = random.nextInt(10); i >= 0; i--) {
      long timestamp = now - random.nextInt(1000);
      if (random.nextInt(5) == 0) {
        timestamp = old ? now - 7_200_000 : -1;
      }
      byte[] key = keys || random.nextInt(5) > 0 ? new byte[random.nextInt(9)] : null;
      records.add(new SimpleRecord(timestamp, key, new byte[random.nextInt(200)]));
    }
    MemoryRecords written =
        random.nextBoolean()
            ? MemoryRecords.withRecords(compression(type), records.toArray(SimpleRecord[]::new))
            : MemoryRecords.withIdempotentRecords(
                compression(type), 7, (short) 1, 5, records.toArray(SimpleRecord[]::new));
    ByteBuf batch = Unpooled.copiedBuffer(written.buffer());
    damage(batch, type);
    return batch;
  }

  private static Compression compression(CompressionType type) {
    return Compression.of(type.configName()).build();
  }

  /** Damages that a good CRC hides, and that both sides judge alike. */
  private void damage(ByteBuf batch, CompressionType type) {
    switch (random.nextInt(12)) {
      case 0 -> batch.setInt(BatchLayout.RECORD_COUNT_AT, random.nextInt(12) - 1);
      case 1 -> batch.setInt(BatchLayout.LAST_OFFSET_DELTA_AT, random.nextInt(12) - 1);
      case 2 -> batch.setLong(BatchLayout.MAX_TIMESTAMP_AT, random.nextInt(1000));
      case 3 -> batch.setShort(BatchLayout.ATTRIBUTES_AT, type.id() | 1 << 3 + random.nextInt(3));
      case 4 -> {
        int count = BatchHeader.recordCount(batch, 0) + random.nextInt(3) - 1;
        batch.setInt(BatchLayout.RECORD_COUNT_AT, count);
        batch.setInt(BatchLayout.LAST_OFFSET_DELTA_AT, count - 1);
      }
      case 5 -> {
        if (type == CompressionType.NONE) {
          batch.setByte(BatchLayout.RECORDS_AT, random.nextInt(60));
        }
      }
      case 6 -> batch.setInt(BatchLayout.BASE_SEQUENCE_AT, -1);
      default -> {}
    }
    BatchEditor.updateCrc(batch, 0);
  }

  private void compare(ByteBuf batch, LogConfig config, String context) {
    if (BatchHeader.isTransactional(batch, 0) && !BatchHeader.hasProducerId(batch, 0)) {
      return; // Ours refuses more.
    }
    ByteBuf theirs = batch.copy();
    LogValidator.ValidationResult expected;
    try {
      expected = kafka(theirs, config);
    } catch (RecordValidationException e) {
      refused++;
      ValidationOutcome.Invalid ours = ours(batch, config, System.currentTimeMillis(), context);
      boolean timestamp = e.invalidException() instanceof InvalidTimestampException;
      assertEquals(
          timestamp ? AppendFault.INVALID_TIMESTAMP : AppendFault.INVALID_RECORD,
          ours.fault(),
          context);
      assertEquals(
          e.recordErrors().stream().map(AgainstKafkaTest::batchIndex).toList(),
          ours.recordFaults().stream().map(RecordFault::batchIndex).toList(),
          context);
      return;
    } catch (InvalidRecordException e) {
      refused++;
      ValidationOutcome.Invalid ours = ours(batch, config, System.currentTimeMillis(), context);
      assertEquals(AppendFault.INVALID_RECORD, ours.fault(), context + e);
      return;
    }
    accepted++;
    assertAccepted(batch, config, expected, context);
  }

  private static int batchIndex(RecordError error) {
    return Integer.parseInt(error.toString().replaceAll(".*batchIndex=(\\d+).*", "$1"));
  }

  private static ValidationOutcome.Invalid ours(
      ByteBuf batch, LogConfig config, long now, String context) {
    return assertInstanceOf(
        ValidationOutcome.Invalid.class,
        BatchValidator.validate(batch, ValidationRules.of(config), AppendOrigin.CLIENT, now),
        context);
  }

  private static void assertAccepted(
      ByteBuf batch, LogConfig config, LogValidator.ValidationResult expected, String context) {
    ValidationOutcome outcome =
        BatchValidator.validate(
            batch, ValidationRules.of(config), AppendOrigin.CLIENT, expected.logAppendTimeMs());
    ValidationOutcome.Valid valid =
        assertInstanceOf(ValidationOutcome.Valid.class, outcome, context + outcome);
    assertEquals(expected.maxTimestampMs(), valid.maxTimestamp(), context);
    assertEquals(expected.messageSizeMaybeChanged(), valid.rewritten(), context);
    ByteBuf mine = valid.buffer().slice(valid.index(), valid.sizeInBytes());
    BatchEditor.setBaseOffset(mine, 0, BASE_OFFSET);
    BatchEditor.setPartitionLeaderEpoch(mine, 0, LEADER_EPOCH);
    assertTrue(BatchCrc.isValid(mine, 0), context);
    MemoryRecords theirs = expected.validatedRecords();
    if (!valid.rewritten() || BatchHeader.compressionId(mine, 0) == 0) {
      assertEquals(Unpooled.wrappedBuffer(theirs.buffer()), mine, context);
    }
    assertEquals(
        records(theirs), records(MemoryRecords.readableRecords(mine.nioBuffer())), context);
    if (valid.rewritten()) {
      valid.buffer().release();
    }
  }

  private static List<String> records(MemoryRecords records) {
    List<String> all = new ArrayList<>();
    for (Record record : records.records()) {
      all.add(
          record.offset()
              + " "
              + record.timestamp()
              + " "
              + (record.hasKey() ? Arrays.toString(bytes(record.key())) : null)
              + Arrays.toString(bytes(record.value())));
    }
    return all;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return bytes;
  }

  private static LogValidator.ValidationResult kafka(ByteBuf batch, LogConfig config) {
    CompressionType source = CompressionType.of(BatchHeader.compressionId(batch, 0));
    Compression target =
        switch (config.compressionType()) {
          case "producer" -> compression(source);
          case "uncompressed" -> Compression.NONE;
          default -> Compression.of(config.compressionType()).build();
        };
    return new LogValidator(
            MemoryRecords.readableRecords(batch.nioBuffer()),
            new TopicPartition("t", 0),
            Time.SYSTEM,
            org.apache.kafka.common.record.internal.CompressionType.forId(source.id()),
            target,
            config.cleanupCompact(),
            (byte) 2,
            org.apache.kafka.common.record.TimestampType.valueOf(config.timestampType().name()),
            config.timestampBeforeMaxMs(),
            config.timestampAfterMaxMs(),
            LEADER_EPOCH,
            org.apache.kafka.storage.internals.log.AppendOrigin.CLIENT,
            config.maxDecompressedBytes())
        .validateMessagesAndAssignOffsets(
            PrimitiveRef.ofLong(BASE_OFFSET), new SilentMetrics(), BufferSupplier.NO_CACHING);
  }

  private static final class SilentMetrics implements LogValidator.MetricsRecorder {
    @Override
    public void recordInvalidMagic() {}

    @Override
    public void recordInvalidOffset() {}

    @Override
    public void recordInvalidSequence() {}

    @Override
    public void recordInvalidChecksums() {}

    @Override
    public void recordNoKeyCompactedTopic() {}
  }
}
