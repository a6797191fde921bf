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
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A message that holds what one version carries, written in another: the same bytes as Kafka, or
 * refused by both.
 */
final class OtherVersionsTest {

  private static final int ROUNDS = Rounds.orDefault(1);

  private record Sides(MessageCase which, KafkaSide kafka, OurSide ours) {
    Sides(MessageCase which) {
      this(which, new KafkaSide(which), new OurSide(which));
    }
  }

  @Test
  void shouldDropOrRefuseWhatAVersionLacksAsKafkaDoes() {
    Map<Class<?>, List<MessageCase>> versions =
        MessageCases.all().stream().collect(Collectors.groupingBy(MessageCase::ourClass));
    for (List<MessageCase> message : versions.values()) {
      Map<MessageCase, Sides> sides =
          message.stream().collect(Collectors.toMap(which -> which, Sides::new));
      for (MessageCase from : message) {
        for (MessageCase to : message) {
          for (int seed = 1; seed <= ROUNDS; seed++) {
            compare(sides.get(from), sides.get(to), seed);
          }
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

  private static void compare(Sides from, Sides to, long seed) {
    org.apache.kafka.common.protocol.Message kafkas = from.kafka().random(seed);
    ByteBuf frame = Unpooled.wrappedBuffer(from.kafka().write(kafkas));
    Message message = from.ours().read(new MessageReader(frame));
    Supplier<String> what =
        () -> from.which() + " written as version " + to.which().version() + ", seed " + seed;
    byte[] expected;
    try {
      expected = to.kafka().write(kafkas);
    } catch (org.apache.kafka.common.errors.UnsupportedVersionException | NullPointerException e) {
      assertThrows(UnsupportedVersionException.class, () -> to.ours().write(message), what);
      expected = null;
    }
    if (expected != null) {
      assertArrayEquals(expected, to.ours().write(message), what);
    }
    message.release();
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
