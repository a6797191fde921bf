package io.barnabas.codec.proof;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.barnabas.codec.MessageWriter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/** Our code for one message in one version. */
final class OurSide {

  private final MessageCase which;
  private final MethodHandle read;

  OurSide(MessageCase which) {
    this.which = which;
    try {
      this.read =
          MethodHandles.publicLookup()
              .findStatic(
                  which.ourClass(),
                  "read",
                  MethodType.methodType(which.ourClass(), MessageReader.class, short.class))
              .asType(MethodType.methodType(Message.class, MessageReader.class, short.class));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(which.toString(), e);
    }
  }

  Message read(MessageReader reader) {
    try {
      return (Message) read.invokeExact(reader, which.version());
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(which.toString(), e);
    }
  }

  /** The whole message in one piece, records put in where they belong. */
  byte[] write(Message message) {
    ByteBuf buffer = Unpooled.buffer();
    ByteBuf whole = Unpooled.buffer();
    MessageWriter writer = new MessageWriter(buffer);
    try {
      message.write(writer, which.version());
      int size = writer.sizeInBytes();
      for (MessageWriter.Splice splice : writer.splices()) {
        whole.writeBytes(buffer, splice.position() - buffer.readerIndex());
        whole.writeBytes(((ByteBufRecords) splice.records()).content().duplicate());
      }
      whole.writeBytes(buffer);
      if (whole.readableBytes() != size) {
        throw new AssertionError(which + " told a wrong size");
      }
      return ByteBufUtil.getBytes(whole);
    } finally {
      writer.releaseRecords();
      buffer.release();
      whole.release();
    }
  }
}
