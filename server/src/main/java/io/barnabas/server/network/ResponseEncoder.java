package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.MessageWriter.Splice;
import io.barnabas.codec.message.ResponseHeader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Writes responses as frames: record bytes are put between the rest, and not copied but where there
 * are few of them. Any thread.
 */
public final class ResponseEncoder {
  private static final int FIRST_BYTES = 256;

  private final ByteBufAllocator allocator;

  public ResponseEncoder(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** A frame with its own references to the records in the response, which stay the caller's. */
  public OutboundFrame encode(ApiKey key, short version, int correlationId, Message response) {
    ByteBuf buffer = allocator.directBuffer(FIRST_BYTES);
    MessageWriter writer = new MessageWriter(buffer);
    try {
      writer.writeInt32(0);
      new ResponseHeader(correlationId).write(writer, key.responseHeaderVersion(version));
      response.write(writer, version);
    } catch (RuntimeException | Error e) {
      writer.releaseRecords();
      buffer.release();
      throw e;
    }
    int bytes = writer.sizeInBytes();
    buffer.setInt(0, bytes - Integer.BYTES);
    List<Splice> splices = writer.splices();
    return new OutboundFrame(splices.isEmpty() ? List.of(buffer) : parts(buffer, splices), bytes);
  }

  private List<Object> parts(ByteBuf buffer, List<Splice> splices) {
    FrameParts parts = new FrameParts(allocator);
    int from = 0;
    for (Splice splice : splices) {
      if (splice.records().sizeInBytes() == 0) {
        splice.records().release();
        continue;
      }
      parts.add(buffer, from, splice.position());
      from = splice.position();
      parts.add(splice.records());
    }
    parts.add(buffer, from, buffer.writerIndex());
    buffer.release();
    return parts.all();
  }
}
