package io.barnabas.group.record;

import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

final class GroupValues {
  private static final short VERSION = 3;
  private static final short FLEXIBLE = 4;

  private GroupValues() {}

  static byte[] write(StoredGroup group) {
    ByteBuf buffer = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    writer.writeInt16(VERSION);
    writer.writeString(group.protocolType(), false);
    writer.writeInt32(group.generationId());
    writer.writeNullableString(group.protocolName(), false);
    writer.writeNullableString(group.leader(), false);
    writer.writeInt64(group.stateTimestamp());
    writer.writeArrayCount(group.members().size(), false);
    for (StoredGroup.Member member : group.members()) {
      writer.writeString(member.memberId(), false);
      writer.writeNullableString(member.groupInstanceId(), false);
      writer.writeString(member.clientId(), false);
      writer.writeString(member.clientHost(), false);
      writer.writeInt32(member.rebalanceTimeoutMs());
      writer.writeInt32(member.sessionTimeoutMs());
      writer.writeBytes(member.subscription(), false);
      writer.writeBytes(member.assignment(), false);
    }
    return ByteBufUtil.getBytes(buffer);
  }

  static StoredGroup read(MessageReader reader) {
    short version = reader.readInt16();
    boolean compact = version >= FLEXIBLE;
    String protocolType = reader.readString(compact);
    int generation = reader.readInt32();
    String protocol = reader.readNullableString(compact);
    String leader = reader.readNullableString(compact);
    long timestamp = version >= 2 ? reader.readInt64() : -1;
    int count = reader.readArrayCount(compact, 1);
    List<StoredGroup.Member> members = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      String memberId = reader.readString(compact);
      String instanceId = version >= 3 ? reader.readNullableString(compact) : null;
      String clientId = reader.readString(compact);
      String clientHost = reader.readString(compact);
      int rebalance = version >= 1 ? reader.readInt32() : -1;
      int session = reader.readInt32();
      members.add(
          new StoredGroup.Member(
              memberId,
              instanceId,
              clientId,
              clientHost,
              rebalance < 0 ? session : rebalance,
              session,
              reader.readBytes(compact),
              reader.readBytes(compact)));
      skipTags(reader, compact);
    }
    return new StoredGroup(protocolType, generation, protocol, leader, timestamp, members);
  }

  private static void skipTags(MessageReader reader, boolean compact) {
    int tags = compact ? reader.readTaggedFieldCount() : 0;
    for (int index = 0; index < tags; index++) {
      reader.readTag();
      reader.skip(reader.readTaggedFieldSize());
    }
  }
}
