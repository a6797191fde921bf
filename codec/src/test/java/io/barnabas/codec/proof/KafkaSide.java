package io.barnabas.codec.proof;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.Schema;
import org.apache.kafka.common.protocol.types.Struct;

/** Kafka's own code for one message in one version. */
final class KafkaSide {

  private final MessageCase which;

  KafkaSide(MessageCase which) {
    this.which = which;
  }

  /**
   * A message with random content, which Kafka's class has read from bytes that its schema has
   * written.
   */
  Message random(long seed) {
    Struct struct = new RandomContent(seed).struct(schema(), 0);
    ByteBuffer bytes = ByteBuffer.allocate(struct.sizeOf());
    struct.writeTo(bytes);
    bytes.flip();
    return read(bytes);
  }

  Message read(ByteBuffer bytes) {
    Message message = newMessage();
    message.read(new ByteBufferAccessor(bytes), which.version());
    return message;
  }

  Message newMessage() {
    try {
      return (Message) which.kafkaClass().getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(which.toString(), e);
    }
  }

  byte[] write(Message message) {
    ByteBuffer bytes = MessageUtil.toByteBufferAccessor(message, which.version()).buffer();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }

  private Schema schema() {
    try {
      Field schemas = which.kafkaClass().getField("SCHEMAS");
      return ((Schema[]) schemas.get(null))[which.version()];
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(which.toString(), e);
    }
  }
}
