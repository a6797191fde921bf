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
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * A blocking connection to a broker on this machine. Reads as much as there is, so that several
 * small answers come with one call. One thread.
 */
public final class WireConnection implements AutoCloseable {
  private static final int LENGTH_BYTES = 4;

  private final SocketChannel channel;

  /** What has come and is not handed out yet lies between position and limit. */
  private ByteBuffer received = ByteBuffer.allocateDirect(4 * 1024).limit(0);

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

  /**
   * Sends of the first {@code count} frames what the socket takes; moves them.
   *
   * @return how many are left, which stand at the beginning then
   */
  int write(ByteBuffer[] frames, int count) throws IOException {
    int first = 0;
    while (first < count && channel.write(frames, first, count - first) > 0) {
      while (first < count && !frames[first].hasRemaining()) {
        first++;
      }
    }
    System.arraycopy(frames, first, frames, 0, count - first);
    return count - first;
  }

  /** Whether the next response is here already. */
  boolean hasReceived() {
    return received.remaining() >= LENGTH_BYTES
        && received.remaining() - LENGTH_BYTES >= received.getInt(received.position());
  }

  /** The next response, behind its length; valid until the next call. */
  ByteBuf receive() throws IOException {
    await(LENGTH_BYTES);
    int length = received.getInt(received.position());
    await(LENGTH_BYTES + length);
    ByteBuffer response = received.slice(received.position() + LENGTH_BYTES, length);
    received.position(received.position() + LENGTH_BYTES + length);
    return Unpooled.wrappedBuffer(response);
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

  /** From now on nothing here waits: a response is received once {@link #poll} has said so. */
  void attach(Selector selector, Object attachment) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, attachment);
  }

  /** Reads what there is, with one call; whether the next response is here. */
  boolean poll() throws IOException {
    boolean isBegun = received.remaining() >= LENGTH_BYTES;
    int next = isBegun ? LENGTH_BYTES + received.getInt(received.position()) : LENGTH_BYTES;
    makeRoom(Math.max(next, received.capacity()));
    read();
    received.flip();
    return hasReceived();
  }

  private void await(int bytes) throws IOException {
    if (received.remaining() < bytes) {
      makeRoom(bytes);
      while (received.position() < bytes) {
        read();
      }
      received.flip();
    }
  }

  private void makeRoom(int bytes) {
    if (received.capacity() < bytes) {
      received = ByteBuffer.allocateDirect(Integer.highestOneBit(bytes) * 2).put(received);
    } else {
      received.compact();
    }
  }

  private void read() throws IOException {
    if (channel.read(received) < 0) {
      throw new EOFException("the broker has closed the connection");
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
