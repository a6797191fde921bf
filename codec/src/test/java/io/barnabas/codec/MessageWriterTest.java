package io.barnabas.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;

final class MessageWriterTest {

  private final ByteBuf bytes = Unpooled.buffer();
  private final MessageWriter writer = new MessageWriter(bytes);

  @Test
  void shouldCountRecordsInTheSizeOfATaggedFieldAndMoveThemWithIt() {
    ByteBuf content = Unpooled.buffer().writeZero(300);
    int field = writer.beginTaggedField(2);
    writer.writeRecords(new ByteBufRecords(content), true);
    writer.writeInt8((byte) 9);
    writer.endTaggedField(field);

    MessageReader reader = new MessageReader(bytes);
    assertEquals(2, reader.readTag());
    assertEquals(303, reader.readUnsignedVarint());
    assertEquals(301, reader.readUnsignedVarint());
    assertEquals(bytes.readerIndex(), writer.splices().get(0).position());
    assertEquals(9, reader.readInt8());
    assertEquals(306, writer.sizeInBytes());

    assertEquals(2, content.refCnt());
    writer.releaseRecords();
    assertEquals(1, content.refCnt());
  }

  @Test
  void shouldRefuseNumbersThatDoNotFit() {
    assertThrows(IllegalArgumentException.class, () -> writer.writeUint16(65536));
    assertThrows(IllegalArgumentException.class, () -> writer.writeUint32(-1));
  }

  @Test
  void shouldRefuseAStringThatNoVersionCanCarry() {
    assertThrows(IllegalArgumentException.class, () -> writer.writeString("x".repeat(32768), true));
  }
}
