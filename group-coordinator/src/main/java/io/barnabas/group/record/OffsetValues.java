package io.barnabas.group.record;

import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.Uuid;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

final class OffsetValues {
  private static final short VERSION_WITH_EXPIRY = 1;
  private static final short VERSION_WITH_LEADER_EPOCH = 3;
  private static final short VERSION = 4;

  private OffsetValues() {}

  static byte[] write(CommittedOffset committed) {
    boolean expires = committed.expireTimestamp() != CommittedOffset.NO_EXPIRY;
    short version = expires ? VERSION_WITH_EXPIRY : VERSION;
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt16(version);
    writer.writeInt64(committed.offset());
    if (version >= VERSION_WITH_LEADER_EPOCH) {
      writer.writeInt32(committed.leaderEpoch());
    }
    writer.writeString(committed.metadata(), version >= VERSION);
    writer.writeInt64(committed.commitTimestamp());
    if (expires) {
      writer.writeInt64(committed.expireTimestamp());
    } else if (committed.topicId().equals(Uuid.ZERO)) {
      writer.writeUnsignedVarint(0);
    } else {
      writer.writeUnsignedVarint(1);
      int field = writer.beginTaggedField(0);
      writer.writeUuid(committed.topicId());
      writer.endTaggedField(field);
    }
    return ByteBufUtil.getBytes(buffer);
  }

  static CommittedOffset read(MessageReader reader) {
    short version = reader.readInt16();
    long offset = reader.readInt64();
    int leaderEpoch = version >= VERSION_WITH_LEADER_EPOCH ? reader.readInt32() : -1;
    String metadata = reader.readString(version >= VERSION);
    long commitTimestamp = reader.readInt64();
    long expiry = version == VERSION_WITH_EXPIRY ? reader.readInt64() : CommittedOffset.NO_EXPIRY;
    Uuid topicId = Uuid.ZERO;
    if (version >= VERSION) {
      int count = reader.readTaggedFieldCount();
      for (int index = 0; index < count; index++) {
        int tag = reader.readTag();
        int size = reader.readTaggedFieldSize();
        if (tag == 0) {
          topicId = reader.readUuid();
        } else {
          reader.skip(size);
        }
      }
    }
    return new CommittedOffset(offset, leaderEpoch, metadata, commitTimestamp, expiry, topicId);
  }
}
