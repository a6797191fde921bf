package io.barnabas.storage.validate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.codec.batch.BatchEditor;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.CompressionType;
import io.barnabas.codec.batch.Compressor;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.LogConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class BatchValidatorTest {
  private static final long NOW = 1_700_000_000_000L;

  private static ByteBuf batch(BatchOptions options, int records, int valueSize) {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, options)) {
      for (int i = 0; i < records; i++) {
        builder.append(NOW, null, Unpooled.wrappedBuffer(new byte[valueSize]));
      }
      builder.finish();
    }
    return out;
  }

  private static ByteBuf batch() {
    return batch(BatchOptions.DEFAULT, 1, 10);
  }

  private static AppendFault fault(ByteBuf batch) {
    return fault(batch, LogConfig.DEFAULT, AppendOrigin.CLIENT);
  }

  private static AppendFault fault(ByteBuf batch, LogConfig config, AppendOrigin origin) {
    return invalid(batch, config, origin).fault();
  }

  private static ValidationOutcome.Invalid invalid(
      ByteBuf batch, LogConfig config, AppendOrigin origin) {
    return assertInstanceOf(
        ValidationOutcome.Invalid.class,
        BatchValidator.validate(batch, ValidationRules.of(config), origin, NOW));
  }

  private static ValidationOutcome.Valid valid(
      ByteBuf batch, LogConfig config, AppendOrigin origin) {
    return assertInstanceOf(
        ValidationOutcome.Valid.class,
        BatchValidator.validate(batch, ValidationRules.of(config), origin, NOW));
  }

  private static ByteBuf with(int at, int value) {
    ByteBuf batch = batch();
    batch.setInt(at, value);
    return batch;
  }

  @Test
  void shouldTakeExactlyOneBatch() {
    ByteBuf one = batch();

    assertEquals(AppendFault.INVALID_RECORD, fault(Unpooled.EMPTY_BUFFER));
    assertEquals(AppendFault.INVALID_RECORD, fault(Unpooled.copiedBuffer(one, one)));
    assertEquals(AppendFault.INVALID_RECORD, fault(one.copy(0, one.readableBytes() - 1)));
    for (int torn = 0; torn < one.readableBytes(); torn++) {
      ValidationOutcome.Valid valid =
          valid(
              Unpooled.copiedBuffer(one, one.slice(0, torn)),
              LogConfig.DEFAULT,
              AppendOrigin.CLIENT);
      assertEquals(one.readableBytes(), valid.sizeInBytes());
    }
  }

  @Test
  void shouldTellCorruptionFromInvalidity() {
    assertEquals(AppendFault.CORRUPT_BATCH, fault(with(BatchLayout.BATCH_LENGTH_AT, 48)));
    assertEquals(AppendFault.CORRUPT_BATCH, fault(with(BatchLayout.BATCH_LENGTH_AT, -1)));
    assertEquals(AppendFault.CORRUPT_BATCH, fault(with(BatchLayout.CRC_AT, 5)));
    assertEquals(AppendFault.CORRUPT_BATCH, fault(with(BatchLayout.MAGIC_AT, 9 << 24)));
    assertEquals(AppendFault.INVALID_RECORD, fault(with(BatchLayout.MAGIC_AT, 0)));
    assertEquals(AppendFault.INVALID_RECORD, fault(with(BatchLayout.MAGIC_AT, 1 << 24)));
    assertEquals(
        AppendFault.INVALID_RECORD, fault(with(BatchLayout.BATCH_LENGTH_AT, Integer.MAX_VALUE)));
    ByteBuf codec5 = batch();
    codec5.setShort(BatchLayout.ATTRIBUTES_AT, 5);
    BatchEditor.updateCrc(codec5, 0);
    assertEquals(AppendFault.UNSUPPORTED_COMPRESSION, fault(codec5));
  }

  @Test
  void shouldRefuseABaseOffsetOtherThanZeroFromClients() {
    ByteBuf batch = batch();
    BatchEditor.setBaseOffset(batch, 0, 5);

    assertEquals(AppendFault.INVALID_RECORD, fault(batch));
    valid(batch, LogConfig.DEFAULT, AppendOrigin.COORDINATOR);
  }

  @Test
  void shouldBoundTheSize() {
    ByteBuf batch = batch(BatchOptions.DEFAULT, 1, 1000);
    int size = batch.readableBytes();
    LogConfig fits = LogConfig.builder().maxMessageBytes(size).segmentBytes(size).build();
    LogConfig tooSmall = LogConfig.builder().maxMessageBytes(size - 1).build();
    LogConfig smallSegment = LogConfig.builder().segmentBytes(size - 1).build();

    valid(batch, fits, AppendOrigin.CLIENT);
    assertEquals(AppendFault.BATCH_TOO_LARGE, fault(batch, tooSmall, AppendOrigin.COORDINATOR));
    assertEquals(AppendFault.BATCHES_TOO_LARGE, fault(batch, smallSegment, AppendOrigin.CLIENT));
    valid(batch, tooSmall, AppendOrigin.INTERNAL);
  }

  @Test
  void shouldStopRewritingABombAtTheLimit() {
    BatchOptions zstd = BatchOptions.DEFAULT.withCompressor(Compressor.of(CompressionType.ZSTD));
    ByteBuf bomb = batch(zstd, 200, 500_000);
    LogConfig config = LogConfig.builder().compressionType("uncompressed").build();

    assertTrue(bomb.readableBytes() < 50_000);
    assertEquals(AppendFault.BATCH_TOO_LARGE, fault(bomb, config, AppendOrigin.CLIENT));
  }

  @Test
  void shouldRefuseOffsetDeltasThatDoNotCountUp() {
    ByteBuf out = Unpooled.buffer();
    try (RecordBatchBuilder builder = new RecordBatchBuilder(out, BatchOptions.DEFAULT)) {
      builder.append(0, NOW, null, null, java.util.List.of());
      builder.append(2, NOW, null, null, java.util.List.of());
      builder.finish();
    }
    out.setInt(BatchLayout.LAST_OFFSET_DELTA_AT, 1);
    BatchEditor.updateCrc(out, 0);

    ValidationOutcome.Invalid invalid = invalid(out, LogConfig.DEFAULT, AppendOrigin.CLIENT);
    assertEquals(AppendFault.INVALID_RECORD, invalid.fault());
    assertEquals(1, invalid.recordFaults().get(0).batchIndex());
  }

  @Test
  void shouldRefuseHalfAProducer() {
    BatchOptions noEpoch = BatchOptions.DEFAULT.withProducer(7, (short) -1, 0);
    BatchOptions noSequence = BatchOptions.DEFAULT.withProducer(7, (short) 0, -1);
    ByteBuf noProducer = batch();
    noProducer.setShort(BatchLayout.ATTRIBUTES_AT, 0x10);
    BatchEditor.updateCrc(noProducer, 0);

    assertEquals(AppendFault.INVALID_RECORD, fault(batch(noEpoch, 1, 1)));
    assertEquals(AppendFault.INVALID_RECORD, fault(batch(noSequence, 1, 1)));
    assertEquals(AppendFault.INVALID_RECORD, fault(noProducer));
    valid(batch(noSequence, 1, 1), LogConfig.DEFAULT, AppendOrigin.COORDINATOR);
  }

  @Test
  void shouldLeaveControlRecordsToCoordinators() {
    ByteBuf control = batch(BatchOptions.DEFAULT.asControl(), 1, 6);
    LogConfig gzip = LogConfig.builder().compressionType("gzip").build();

    assertEquals(AppendFault.INVALID_RECORD, fault(control));
    assertEquals(
        false, valid(control, gzip, AppendOrigin.COORDINATOR).rewritten(), "stays uncompressed");
  }

  @Test
  void shouldKeepTheProducerWhenItCompressesAnew() {
    BatchOptions options =
        BatchOptions.DEFAULT.withProducer(7, (short) 3, Integer.MAX_VALUE).asTransactional();
    LogConfig config = LogConfig.builder().compressionType("zstd").build();

    ValidationOutcome.Valid valid = valid(batch(options, 3, 100), config, AppendOrigin.CLIENT);

    ByteBuf out = valid.buffer();
    assertTrue(valid.rewritten());
    assertEquals(CompressionType.ZSTD.id(), BatchHeader.compressionId(out, valid.index()));
    assertEquals(7, BatchHeader.producerId(out, valid.index()));
    assertEquals(3, BatchHeader.producerEpoch(out, valid.index()));
    assertEquals(Integer.MAX_VALUE, BatchHeader.baseSequence(out, valid.index()));
    assertEquals(1, BatchHeader.lastSequence(out, valid.index()));
    assertTrue(BatchHeader.isTransactional(out, valid.index()));
    assertEquals(1, out.refCnt());
    out.release();
  }

  @Test
  void shouldListAThousandFaultsAndCountThemAll() {
    LogConfig compacted = LogConfig.builder().cleanupCompact(true).build();

    ValidationOutcome.Invalid invalid =
        invalid(batch(BatchOptions.DEFAULT, 5000, 1), compacted, AppendOrigin.CLIENT);

    assertEquals(1000, invalid.recordFaults().size());
    assertTrue(invalid.detail().startsWith("5000 records"), invalid.detail());
  }
}
