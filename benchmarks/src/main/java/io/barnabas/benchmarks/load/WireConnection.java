package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.Message;
import io.barnabas.codec.MessageReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A blocking connection to a broker on this machine. One thread. */
public final class WireConnection implements AutoCloseable {
  private final SocketChannel channel;
  private final ByteBuffer size = ByteBuffer.allocateDirect(4);
  private ByteBuffer payload = ByteBuffer.allocateDirect(4 * 1024);

  public WireConnection(int port) throws IOException {
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
  }

  /** Sends the frame from its position to its limit; moves neither. */
  void send(ByteBuffer frame) throws IOException {
    ByteBuffer bytes = frame.duplicate();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** The next response, behind its length; valid until the next call. */
  ByteBuf receive() throws IOException {
    fill(size.clear());
    int length = size.getInt(0);
    if (payload.capacity() < length) {
      payload = ByteBuffer.allocateDirect(Integer.highestOneBit(length) * 2);
    }
    fill(payload.clear().limit(length));
    return Unpooled.wrappedBuffer(payload.flip());
  }

  /** Asks and waits; the reader stands at the response's first field. */
  public MessageReader exchange(ApiKey key, short version, Message request) throws IOException {
    send(Frames.encode(key, version, 0, request));
    return body(receive(), key, version);
  }

  /** A reader behind the response header. */
  static MessageReader body(ByteBuf response, ApiKey key, short version) {
    MessageReader reader = new MessageReader(response);
    reader.readInt32();
    if (key.responseHeaderVersion(version) > 0) {
      reader.skipTaggedFields();
    }
    return reader;
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the broker has closed the connection");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
