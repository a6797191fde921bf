package io.barnabas.server.network;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.MessageWriter.Splice;
import io.barnabas.codec.message.ResponseHeader;
import io.barnabas.storage.file.FileRecords;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes responses as frames: record bytes are put between the rest and never copied. Any thread.
 */
final class ResponseEncoder {
  private static final int FIRST_BYTES = 256;

  private final ByteBufAllocator allocator;

  ResponseEncoder(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** A frame with its own references to the records in the response, which stay the caller's. */
  OutboundFrame encode(ApiKey key, short version, int correlationId, Message response) {
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

  private static List<Object> parts(ByteBuf buffer, List<Splice> splices) {
    List<Object> parts = new ArrayList<>(2 * splices.size() + 1);
    int from = 0;
    for (Splice splice : splices) {
      if (splice.records().sizeInBytes() == 0) {
        splice.records().release();
        continue;
      }
      if (splice.position() > from) {
        parts.add(buffer.retainedSlice(from, splice.position() - from));
        from = splice.position();
      }
      parts.add(part(splice.records()));
    }
    if (buffer.writerIndex() > from) {
      parts.add(buffer.retainedSlice(from, buffer.writerIndex() - from));
    }
    buffer.release();
    return parts;
  }

  /** What the channel writes; takes over the reference to the records. */
  private static Object part(Object records) {
    if (records instanceof ByteBufRecords inMemory) {
      return inMemory.content().slice();
    }
    if (records instanceof FileRecords inFile) {
      return new FileRecordsRegion(inFile);
    }
    throw new IllegalArgumentException("Cannot send " + records.getClass().getName());
  }
}
