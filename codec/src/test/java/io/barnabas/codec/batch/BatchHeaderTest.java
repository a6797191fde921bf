package io.barnabas.codec.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.junit.jupiter.api.Test;

final class BatchHeaderTest {
  private static final ByteBuf BATCH =
      KafkaBatches.write(
          CompressionType.NONE, false, 0, List.of(new SimpleRecord(5, "k".getBytes(), null)));

  @Test
  void shouldEditAsKafkaDoes() {
    ByteBuf ours = BATCH.copy();
    ByteBuf theirs = BATCH.copy();
    MutableRecordBatch batch =
        MemoryRecords.readableRecords(theirs.nioBuffer()).batches().iterator().next();
    batch.setLastOffset(Long.MAX_VALUE - 8);
    batch.setPartitionLeaderEpoch(77);
    batch.setMaxTimestamp(org.apache.kafka.common.record.TimestampType.LOG_APPEND_TIME, 1234);

    BatchEditor.setBaseOffset(ours, 0, Long.MAX_VALUE - 8);
    BatchEditor.setPartitionLeaderEpoch(ours, 0, 77);
    assertTrue(BatchCrc.isValid(ours, 0));
    BatchEditor.setMaxTimestamp(ours, 0, TimestampType.LOG_APPEND_TIME, 1234);

    assertEquals(theirs, ours);
    assertTrue(BatchCrc.isValid(ours, 0));
  }

  @Test
  void shouldComputeTheSameCrcOverEveryKindOfBuffer() {
    ByteBuf direct = Unpooled.directBuffer().writeZero(7).writeBytes(BATCH.duplicate());
    ByteBuf composite =
        Unpooled.wrappedBuffer(
            BATCH.copy(0, 30),
            Unpooled.directBuffer().writeBytes(BATCH, 30, 20),
            BATCH.copy(50, BATCH.readableBytes() - 50));

    assertTrue(BatchCrc.isValid(direct, 7));
    assertTrue(BatchCrc.isValid(composite, 0));
    direct.release();
    composite.release();
  }

  @Test
  void shouldNoticeEveryFlippedBitUnderTheCrc() {
    for (int bit = BatchLayout.ATTRIBUTES_AT * 8; bit < BATCH.readableBytes() * 8; bit++) {
      ByteBuf flipped = BATCH.copy();
      flipped.setByte(bit / 8, flipped.getByte(bit / 8) ^ 1 << bit % 8);
      assertFalse(BatchCrc.isValid(flipped, 0));
    }
  }

  @Test
  void shouldWrapSequencesAsKafkaDoes() {
    for (int sequence : new int[] {0, 5, Integer.MAX_VALUE - 1, Integer.MAX_VALUE}) {
      for (int count : new int[] {0, 1, 7, Integer.MAX_VALUE}) {
        assertEquals(
            DefaultRecordBatch.incrementSequence(sequence, count), Sequences.plus(sequence, count));
        assertEquals(
            DefaultRecordBatch.decrementSequence(sequence, count),
            Sequences.minus(sequence, count));
      }
    }
  }

  @Test
  void shouldStepOverWholeBatchesAndSayWhyItStops() {
    int size = BATCH.readableBytes();
    ByteBuf three = Unpooled.copiedBuffer(BATCH, BATCH, BATCH);
    for (int length = 0; length <= 3 * size; length++) {
      BatchScanner scanner = new BatchScanner(three, 0, length);
      int batches = 0;
      while (scanner.next()) {
        assertEquals(batches++ * size, scanner.index());
        assertEquals(size, scanner.sizeInBytes());
      }
      assertEquals(length / size, batches);
      assertEquals(batches * size, scanner.index());
      assertEquals(
          length % size == 0 ? BatchScanner.End.CLEAN : BatchScanner.End.TRUNCATED, scanner.end());
    }
  }

  @Test
  void shouldStopAtImpossibleLengthsAndStrangeMagic() {
    assertEquals(BatchScanner.End.BAD_LENGTH, endAfterSetting(BatchLayout.BATCH_LENGTH_AT, 48));
    assertEquals(BatchScanner.End.BAD_LENGTH, endAfterSetting(BatchLayout.BATCH_LENGTH_AT, -1));
    assertEquals(
        BatchScanner.End.TRUNCATED,
        endAfterSetting(BatchLayout.BATCH_LENGTH_AT, Integer.MAX_VALUE));
    assertEquals(BatchScanner.End.BAD_MAGIC, endAfterSetting(BatchLayout.MAGIC_AT, 0x01_000000));
  }

  private static BatchScanner.End endAfterSetting(int at, int value) {
    ByteBuf changed = BATCH.copy().setInt(at, value);
    BatchScanner scanner = BatchScanner.ofReadable(changed);
    assertFalse(scanner.next());
    return scanner.end();
  }
}
