package io.barnabas.codec.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ControlRecordTypeTest {
  @ParameterizedTest
  @EnumSource(ControlRecordType.class)
  void shouldAgreeWithKafkaOnKeys(ControlRecordType type) {
    ByteBuf key = Unpooled.buffer();
    type.writeKey(key);

    assertEquals(
        type.name(),
        org.apache.kafka.common.record.internal.ControlRecordType.parse(key.nioBuffer()).name());
    assertEquals(type, ControlRecordType.ofKey(key));
  }

  @Test
  void shouldPassOverTypesOfLaterReleasesAndRefuseNonsense() {
    assertNull(ControlRecordType.ofKey(Unpooled.wrappedBuffer(new byte[] {0, 0, 0, 99})));
    assertThrows(InvalidRecordsException.class, () -> ControlRecordType.ofKey(null));
    assertThrows(
        InvalidRecordsException.class,
        () -> ControlRecordType.ofKey(Unpooled.wrappedBuffer(new byte[] {0, 0, 0})));
  }
}
