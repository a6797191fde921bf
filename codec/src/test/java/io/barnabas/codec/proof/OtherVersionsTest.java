package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.UnsupportedVersionException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A message that holds what one version carries, written in another: the same bytes as Kafka, or
 * refused by both.
 */
final class OtherVersionsTest {

  @Test
  void shouldDropOrRefuseWhatAVersionLacksAsKafkaDoes() {
    Map<Class<?>, List<MessageCase>> versions =
        MessageCases.all().stream().collect(Collectors.groupingBy(MessageCase::ourClass));
    for (List<MessageCase> message : versions.values()) {
      for (MessageCase from : message) {
        for (MessageCase to : message) {
          compare(from, to, 1);
          compare(from, to, 2);
        }
      }
    }
  }

  @Test
  void shouldRefuseVersionsOutOfRange() {
    for (MessageCase which : MessageCases.all()) {
      Message message = empty(which);
      for (int version : new int[] {-1, message.highestSupportedVersion() + 1}) {
        MessageCase other = new MessageCase(which.kafkaClass(), which.ourClass(), (short) version);
        OurSide codec = new OurSide(other);

        assertThrows(UnsupportedVersionException.class, () -> codec.write(message));
        MessageReader reader = new MessageReader(Unpooled.wrappedBuffer(new byte[100]));
        assertThrows(UnsupportedVersionException.class, () -> codec.read(reader));
      }
    }
  }

  private static void compare(MessageCase from, MessageCase to, long seed) {
    org.apache.kafka.common.protocol.Message kafkas = new KafkaSide(from).random(seed);
    ByteBuf frame = Unpooled.wrappedBuffer(new KafkaSide(from).write(kafkas));
    Message ours = new OurSide(from).read(new MessageReader(frame));
    String what = from + " written as version " + to.version() + ", seed " + seed;
    byte[] expected;
    try {
      expected = new KafkaSide(to).write(kafkas);
    } catch (org.apache.kafka.common.errors.UnsupportedVersionException | NullPointerException e) {
      assertThrows(UnsupportedVersionException.class, () -> new OurSide(to).write(ours), what);
      expected = null;
    }
    if (expected != null) {
      assertArrayEquals(expected, new OurSide(to).write(ours), what);
    }
    ours.release();
    assertEquals(1, frame.refCnt(), what);
    frame.release();
  }

  private static Message empty(MessageCase which) {
    try {
      Object builder = which.ourClass().getMethod("builder").invoke(null);
      return (Message) builder.getClass().getMethod("build").invoke(builder);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(which.toString(), e);
    }
  }
}
