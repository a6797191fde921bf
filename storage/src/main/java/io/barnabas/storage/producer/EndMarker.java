package io.barnabas.storage.producer;

import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.codec.batch.RecordCursor;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What the record of a control batch with a producer id says: the transaction's end and its
 * coordinator's epoch.
 */
record EndMarker(boolean aborted, int coordinatorEpoch, long timestamp) {
  /** {@code version int16, coordinatorEpoch int32}; later versions may append fields. */
  private static final int VALUE_SIZE = 6;

  /**
   * Reads the marker; null if compaction has emptied the batch, or its type is of a later release.
   */
  static @Nullable EndMarker read(ByteBuf buf, int at) {
    try (RecordCursor record = RecordCursor.open(buf, at)) {
      if (!record.next()) {
        return null;
      }
      ControlRecordType type = ControlRecordType.ofKey(record.key());
      if (type == null || !type.endsTransaction()) {
        return null;
      }
      ByteBuf value = record.value();
      if (value == null || value.readableBytes() < VALUE_SIZE) {
        throw new IllegalArgumentException("a transaction marker without a proper value");
      }
      return new EndMarker(
          type == ControlRecordType.ABORT, value.getInt(Short.BYTES), record.timestamp());
    } catch (InvalidRecordsException e) {
      throw new IllegalArgumentException("a control batch that cannot be read", e);
    }
  }
}
