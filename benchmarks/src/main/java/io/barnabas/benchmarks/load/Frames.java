package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.message.RequestHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/** Turns requests into frames. */
final class Frames {
  private Frames() {}

  /** The whole frame, length first, in direct memory. */
  static ByteBuffer encode(ApiKey key, short version, int correlationId, Message request) {
    MessageWriter writer = new MessageWriter(Unpooled.buffer());
    new RequestHeader(key.id(), version, correlationId, "load")
        .write(writer, key.requestHeaderVersion(version));
    request.write(writer, version);
    ByteBuffer frame = ByteBuffer.allocateDirect(4 + writer.sizeInBytes());
    frame.putInt(writer.sizeInBytes());
    ByteBuf fields = writer.buffer();
    for (MessageWriter.Splice splice : writer.splices()) {
      put(fields, splice.position() - fields.readerIndex(), frame);
      ByteBuf records = ((ByteBufRecords) splice.records()).content();
      put(records.duplicate(), records.readableBytes(), frame);
    }
    put(fields, fields.readableBytes(), frame);
    return frame.flip();
  }

  private static void put(ByteBuf from, int count, ByteBuffer frame) {
    frame.put(from.nioBuffer(from.readerIndex(), count));
    from.skipBytes(count);
  }
}
