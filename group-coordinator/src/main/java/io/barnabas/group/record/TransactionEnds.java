package io.barnabas.group.record;

import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.coordinator.CoordinatorLogException;
import io.barnabas.coordinator.LogRecord;
import io.barnabas.coordinator.ProducerStamp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Transaction markers as control records: {@code version int16, coordinatorEpoch int32}. */
final class TransactionEnds {
  private static final short VERSION = 0;
  private static final int VALUE_BYTES = Short.BYTES + Integer.BYTES;

  private TransactionEnds() {}

  static LogRecord write(GroupRecord.TransactionEnded ended, long timestamp) {
    ByteBuf key = Unpooled.buffer(ControlRecordType.KEY_SIZE, ControlRecordType.KEY_SIZE);
    (ended.committed() ? ControlRecordType.COMMIT : ControlRecordType.ABORT).writeKey(key);
    byte[] value =
        ByteBuffer.allocate(VALUE_BYTES).putShort(VERSION).putInt(ended.coordinatorEpoch()).array();
    ProducerStamp stamp = new ProducerStamp(ended.producerId(), ended.producerEpoch(), true);
    return new LogRecord(ByteBufUtil.getBytes(key), value, timestamp, stamp);
  }

  /** Null for a control record that ends no transaction. */
  static GroupRecord.@Nullable TransactionEnded read(LogRecord entry, ProducerStamp stamp) {
    ControlRecordType type = type(entry);
    if (type == null || !type.endsTransaction()) {
      return null;
    }
    byte[] value = entry.value();
    if (value == null || value.length < VALUE_BYTES) {
      throw new CoordinatorLogException("a transaction marker without a proper value");
    }
    return new GroupRecord.TransactionEnded(
        stamp.producerId(),
        stamp.producerEpoch(),
        ByteBuffer.wrap(value).getInt(Short.BYTES),
        type == ControlRecordType.COMMIT);
  }

  private static @Nullable ControlRecordType type(LogRecord entry) {
    try {
      return ControlRecordType.ofKey(Unpooled.wrappedBuffer(entry.key()));
    } catch (InvalidRecordsException e) {
      throw new CoordinatorLogException("a control record of the offsets topic cannot be read", e);
    }
  }
}
