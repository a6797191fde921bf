package io.barnabas.metadata.record;

import io.barnabas.codec.MalformedMessageException;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.UnsupportedVersionException;
import io.barnabas.codec.metadata.MetadataRecords;
import io.netty.buffer.ByteBuf;

/**
 * The frame around a metadata record in the value of a log record (KIP-631):
 *
 * <pre>
 * unsigned varint   frame version, 1
 * unsigned varint   number of the record type
 * unsigned varint   version of the record
 * ...               the record
 * </pre>
 */
public final class RecordFrame {
  private static final int FRAME_VERSION = 1;

  private RecordFrame() {}

  /** Appends the framed record at the writer index. */
  public static void write(MetadataRecord record, ByteBuf out) {
    MessageWriter writer = new MessageWriter(out);
    writer.writeUnsignedVarint(FRAME_VERSION);
    writer.writeUnsignedVarint(record.message().apiKey());
    writer.writeUnsignedVarint(record.version());
    record.message().write(writer, record.version());
  }

  /**
   * Reads a framed record, which must fill the readable bytes.
   *
   * @throws UnsupportedVersionException if the frame, the type or the version is unknown
   * @throws MalformedMessageException if the bytes are no such record
   */
  public static MetadataRecord read(ByteBuf in) {
    MessageReader reader = new MessageReader(in);
    int frameVersion = reader.readUnsignedVarint();
    if (frameVersion != FRAME_VERSION) {
      throw new UnsupportedVersionException("metadata record frame version " + frameVersion);
    }
    short apiKey = readShort(reader, "type");
    short version = readShort(reader, "version");
    MetadataRecord record =
        new MetadataRecord(MetadataRecords.read(apiKey, reader, version), version);
    if (reader.remaining() != 0) {
      throw new MalformedMessageException(
          reader.remaining() + " bytes follow a metadata record of type " + apiKey);
    }
    return record;
  }

  private static short readShort(MessageReader reader, String what) {
    int value = reader.readUnsignedVarint();
    if (value < 0 || value > Short.MAX_VALUE) {
      throw new MalformedMessageException("metadata record " + what + " " + value);
    }
    return (short) value;
  }
}
