package io.barnabas.codec.proof;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Byte for byte and value for value the same as Kafka, for every message in every version. */
final class SameBytesTest {

  private static final int ROUNDS = Rounds.orDefault(8);

  @Test
  void shouldReadAndWriteWhatKafkaWrites() {
    List<MessageCase> cases = MessageCases.all();
    List<String> failures = new ArrayList<>();
    for (MessageCase which : cases) {
      OurSide codec = new OurSide(which);
      for (int round = 0; round < ROUNDS; round++) {
        long seed = which.toString().hashCode() * 31L + round;
        try {
          roundTrip(codec, which, new KafkaSide(which).random(seed));
        } catch (AssertionError | RuntimeException | ReflectiveOperationException e) {
          failures.add(which + ", seed " + seed + ": " + e);
          break;
        }
      }
    }
    if (!failures.isEmpty()) {
      fail(failures.size() + " differ from Kafka:\n" + String.join("\n", failures));
    }
    System.out.printf(
        "Same bytes and values as Kafka: %d (message, version) pairs, %d rounds each%n",
        cases.size(), ROUNDS);
  }

  @Test
  void shouldBuildTheDefaultsThatKafkaBuilds() throws ReflectiveOperationException {
    for (MessageCase which : MessageCases.all()) {
      Object builder = which.ourClass().getMethod("builder").invoke(null);
      Object ours = builder.getClass().getMethod("build").invoke(builder);

      SameValues.check(which.toString(), ours, new KafkaSide(which).newMessage());
    }
  }

  @Test
  void shouldWriteANullTaggedStructureAsKafkaDoes() throws ReflectiveOperationException {
    MessageCase which =
        new MessageCase(
            org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataValue.class,
            io.barnabas.codec.group.ConsumerGroupMemberMetadataValue.class,
            (short) 0);
    roundTrip(
        new OurSide(which),
        which,
        new org.apache.kafka.coordinator.group.generated.ConsumerGroupMemberMetadataValue()
            .setClassicMemberMetadata(null));
  }

  private static void roundTrip(
      OurSide codec, MessageCase which, org.apache.kafka.common.protocol.Message kafkas)
      throws ReflectiveOperationException {
    KafkaSide kafka = new KafkaSide(which);
    byte[] bytes = kafka.write(kafkas);
    ByteBuf frame = Unpooled.wrappedBuffer(bytes);
    MessageReader reader = new MessageReader(frame);

    Message ours = codec.read(reader);

    assertEquals(0, reader.remaining(), "bytes left over");
    SameValues.check(which.toString(), ours, kafkas);
    assertArrayEquals(bytes, codec.write(ours), "bytes");
    ours.release();
    assertEquals(1, frame.refCnt(), "references to the frame");
    frame.release();
  }
}
