package io.barnabas.metadata.quorum;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.UnsupportedVersionException;
import io.barnabas.codec.batch.BatchCrc;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.InvalidRecordsException;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.codec.message.KRaftVersionRecord;
import io.barnabas.codec.message.SnapshotHeaderRecord;
import io.barnabas.codec.message.VotersRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.RecordFrame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one batch of the metadata log or of a snapshot. */
final class BatchDecoder {

  /**
   * What a batch holds.
   *
   * @param control the control records it consists of; empty for a batch of metadata records
   */
  record Decoded(CommittedBatch batch, List<Control> control) {

    boolean holds(ControlRecordType type) {
      return control.stream().anyMatch(each -> each.type() == type);
    }
  }

  /**
   * A control record.
   *
   * @param message what it says; null where nobody needs to know
   */
  record Control(ControlRecordType type, @Nullable Message message) {}

  private static final int LARGEST_RECORD = 16 * 1024 * 1024;

  private final String source;

  /**
   * Prepares to read.
   *
   * @param source what is read, for messages: a file
   */
  BatchDecoder(String source) {
    this.source = source;
  }

  /**
   * Reads the batch that fills the readable bytes.
   *
   * @throws MetadataCorruptionException if it does not, or cannot be read
   */
  Decoded decode(ByteBuf buf) {
    BatchScanner scanner = BatchScanner.ofReadable(buf);
    if (!scanner.next() || scanner.sizeInBytes() != buf.readableBytes()) {
      throw new MetadataCorruptionException(
          source + ": expected one whole record batch, found " + buf.readableBytes() + " bytes");
    }
    int at = scanner.index();
    long baseOffset = BatchHeader.baseOffset(buf, at);
    if (!BatchCrc.isValid(buf, at)) {
      throw new MetadataCorruptionException(
          source
              + ", batch at offset "
              + baseOffset
              + ": expected CRC "
              + Integer.toHexString(BatchHeader.crc(buf, at))
              + ", found "
              + Integer.toHexString(BatchCrc.compute(buf, at)));
    }
    try {
      return BatchHeader.isControl(buf, at) ? control(buf, at) : records(buf, at);
    } catch (MalformedMessageException
        | UnsupportedVersionException
        | InvalidRecordsException unreadable) {
      throw new MetadataCorruptionException(
          source + ", batch at offset " + baseOffset + ": " + unreadable.getMessage(), unreadable);
    }
  }

  private static Decoded records(ByteBuf buf, int at) {
    List<MetadataRecord> records = new ArrayList<>();
    try (RecordCursor cursor = RecordCursor.open(buf, at, LARGEST_RECORD)) {
      while (cursor.next()) {
        ByteBuf value = cursor.value();
        if (value == null) {
          throw new MalformedMessageException("a metadata record without a value");
        }
        records.add(RecordFrame.read(value));
      }
    }
    return new Decoded(batch(buf, at, records), List.of());
  }

  private static Decoded control(ByteBuf buf, int at) {
    List<Control> control = new ArrayList<>();
    try (RecordCursor cursor = RecordCursor.open(buf, at, LARGEST_RECORD)) {
      while (cursor.next()) {
        ControlRecordType type = ControlRecordType.ofKey(cursor.key());
        ByteBuf value = cursor.value();
        if (type == null) {
          throw new UnsupportedVersionException("a control record of an unknown type");
        }
        if (value == null) {
          throw new MalformedMessageException("a control record without a value");
        }
        control.add(new Control(type, message(type, new MessageReader(value))));
      }
    }
    return new Decoded(batch(buf, at, List.of()), control);
  }

  private static @Nullable Message message(ControlRecordType type, MessageReader value) {
    return switch (type) {
      case SNAPSHOT_HEADER ->
          SnapshotHeaderRecord.read(value, SnapshotHeaderRecord.HIGHEST_SUPPORTED_VERSION);
      case KRAFT_VERSION ->
          KRaftVersionRecord.read(value, KRaftVersionRecord.HIGHEST_SUPPORTED_VERSION);
      case KRAFT_VOTERS -> VotersRecord.read(value, VotersRecord.HIGHEST_SUPPORTED_VERSION);
      case ABORT, COMMIT, LEADER_CHANGE, SNAPSHOT_FOOTER -> null;
    };
  }

  private static CommittedBatch batch(ByteBuf buf, int at, List<MetadataRecord> records) {
    long baseOffset = BatchHeader.baseOffset(buf, at);
    return new CommittedBatch(
        baseOffset,
        baseOffset + BatchHeader.lastOffsetDelta(buf, at),
        BatchHeader.partitionLeaderEpoch(buf, at),
        BatchHeader.maxTimestamp(buf, at),
        records);
  }
}
