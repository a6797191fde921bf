package io.barnabas.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.codec.message.HeartbeatRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class MessageReaderTest {

  private final ByteBuf bytes = Unpooled.buffer();
  private final MessageWriter writer = new MessageWriter(bytes);
  private final MessageReader reader = new MessageReader(bytes);

  @Test
  void shouldPassOverUnknownTaggedFields() {
    HeartbeatRequest sent = HeartbeatRequest.builder().groupId("g").memberId("m").build();
    sent.write(writer, (short) 4);
    bytes.writerIndex(bytes.writerIndex() - 1);
    writer.writeUnsignedVarint(1);
    writer.writeUnsignedVarint(77);
    writer.writeUnsignedVarint(2);
    writer.writeInt16((short) 5);

    assertEquals(sent, HeartbeatRequest.read(reader, (short) 4));
    assertEquals(0, reader.remaining());
  }

  @Test
  void shouldRefuseMoreElementsThanTheLimitEvenIfTheyAreThere() {
    int count = MessageReader.MAX_ARRAY_ELEMENTS + 1;
    bytes.writeInt(count).writeZero(count);

    assertThrows(MalformedMessageException.class, () -> reader.readInt8List(false));
  }

  @Test
  void shouldReadAsManyElementsAsTheLimit() {
    int count = MessageReader.MAX_ARRAY_ELEMENTS;
    bytes.writeInt(count).writeZero(count);

    assertEquals(count, reader.readInt8List(false).size());
  }

  @Test
  void shouldCountTheElementsOfAllArraysOfAMessage() {
    int half = MessageReader.MAX_ARRAY_ELEMENTS / 2;
    bytes.writeInt(half).writeZero(half).writeInt(half).writeZero(half).writeInt(1).writeByte(0);
    reader.readInt8List(false);
    reader.readInt8List(false);

    assertThrows(MalformedMessageException.class, () -> reader.readInt8List(false));
  }

  @Test
  void shouldRefuseMoreTaggedFieldsThanTheLimit() {
    writer.writeUnsignedVarint(MessageReader.MAX_TAGGED_FIELDS + 1);
    bytes.writeZero(3 * MessageReader.MAX_TAGGED_FIELDS);

    assertThrows(MalformedMessageException.class, reader::skipTaggedFields);
  }

  @Test
  void shouldRefuseAVarintOfMoreThanFiveBytes() {
    bytes.writeBytes(new byte[] {-1, -1, -1, -1, -1, 1});

    assertThrows(MalformedMessageException.class, reader::readUnsignedVarint);
  }

  @Test
  void shouldGiveBackRecordsWhenTheRestIsMalformed() {
    bytes.writeInt(3).writeBytes(new byte[] {1, 2, 3}).writeInt(9);
    reader.readRecords(false);
    assertEquals(2, bytes.refCnt());

    assertThrows(MalformedMessageException.class, () -> reader.readRecords(false));

    assertEquals(1, bytes.refCnt());
  }

  @Test
  void shouldTakeEveryNegativeLengthForNull() {
    bytes.writeInt(-1).writeInt(-7).writeShort(-2);

    assertNull(reader.readNullableBytes(false));
    assertNull(reader.readNullableInt32List(false));
    assertNull(reader.readNullableString(false));
  }
}
