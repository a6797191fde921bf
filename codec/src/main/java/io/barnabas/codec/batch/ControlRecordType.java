package io.barnabas.codec.batch;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What a record of a control batch says. The type is in the key ({@code version int16, type
 * int16}), what belongs to it in the value, whose formats the specifications give (EndTxnMarker,
 * LeaderChangeMessage, SnapshotHeaderRecord, SnapshotFooterRecord, KRaftVersionRecord,
 * VotersRecord).
 */
public enum ControlRecordType {
  ABORT(0),
  COMMIT(1),
  LEADER_CHANGE(2),
  SNAPSHOT_HEADER(3),
  SNAPSHOT_FOOTER(4),
  KRAFT_VERSION(5),
  KRAFT_VOTERS(6);

  /** Bytes of a key of version 0; later versions may be longer. */
  public static final int KEY_SIZE = 4;

  private static final short KEY_VERSION = 0;
  private static final ControlRecordType[] BY_ID = values();

  private final short id;

  ControlRecordType(int id) {
    this.id = (short) id;
  }

  public short id() {
    return id;
  }

  /** Whether the record ends a transaction. */
  public boolean endsTransaction() {
    return this == ABORT || this == COMMIT;
  }

  /** Writes the key of a record of this type. */
  public void writeKey(ByteBuf out) {
    out.writeShort(KEY_VERSION);
    out.writeShort(id);
  }

  /** The type that a key names; null if it is one of a later release, which readers pass over. */
  public static @Nullable ControlRecordType ofKey(@Nullable ByteBuf key) {
    if (key == null || key.readableBytes() < KEY_SIZE || key.getShort(key.readerIndex()) < 0) {
      throw InvalidRecordsException.malformed("a control record without a proper key");
    }
    short id = key.getShort(key.readerIndex() + Short.BYTES);
    return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
  }
}
