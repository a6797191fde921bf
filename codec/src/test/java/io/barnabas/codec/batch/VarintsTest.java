package io.barnabas.codec.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.internals.ByteUtils;
import org.junit.jupiter.api.Test;

final class VarintsTest {
  @Test
  void shouldWriteAndReadAsKafkaDoes() {
    for (int shift = 0; shift < 64; shift++) {
      for (int around = -2; around <= 2; around++) {
        checkLong((1L << shift) + around);
        checkInt((1 << shift) + around);
      }
    }
  }

  private static void checkInt(int value) {
    ByteBuf ours = Unpooled.buffer();
    Varints.writeVarint(ours, value);
    ByteBuffer theirs = ByteBuffer.allocate(10);
    ByteUtils.writeVarint(value, theirs);
    assertEquals(Unpooled.wrappedBuffer(theirs.flip()), ours);
    assertEquals(ours.readableBytes(), Varints.sizeOfVarint(value));
    assertEquals(value, new RecordBytes(ours).readVarint());
  }

  private static void checkLong(long value) {
    ByteBuf ours = Unpooled.buffer();
    Varints.writeVarlong(ours, value);
    ByteBuffer theirs = ByteBuffer.allocate(10);
    ByteUtils.writeVarlong(value, theirs);
    assertEquals(Unpooled.wrappedBuffer(theirs.flip()), ours);
    assertEquals(ours.readableBytes(), Varints.sizeOfVarlong(value));
    assertEquals(value, new RecordBytes(ours).readVarlong());
  }

  @Test
  void shouldRefuseOverlongNumbers() {
    byte[] endless = new byte[20];
    java.util.Arrays.fill(endless, (byte) 0x80);
    assertThrows(
        InvalidRecordsException.class,
        () -> new RecordBytes(Unpooled.wrappedBuffer(endless)).readVarint());
    assertThrows(
        InvalidRecordsException.class,
        () -> new RecordBytes(Unpooled.wrappedBuffer(endless)).readVarlong());
  }
}
