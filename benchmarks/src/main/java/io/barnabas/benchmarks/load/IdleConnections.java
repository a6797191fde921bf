package io.barnabas.benchmarks.load;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.ApiVersionsRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Connections that ask for the versions, as every client does first, and then say nothing. One that
 * is reset or closed before its answer is opened again, as a client would.
 */
public final class IdleConnections implements AutoCloseable {
  private static final short VERSION = 3;

  /** Of one that refuses all, nothing is to be learnt. */
  private static final int MOST_LOST_TIMES = 10;

  private final Selector selector;
  private final InetSocketAddress broker;
  private int lost;

  private IdleConnections(Selector selector, InetSocketAddress broker) {
    this.selector = selector;
    this.broker = broker;
  }

  /** Opens them all at the same time; returns once each has got its answer. */
  public static IdleConnections open(int port, int count) throws IOException {
    IdleConnections connections =
        new IdleConnections(
            Selector.open(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    try {
      for (int i = 0; i < count; i++) {
        connections.connect();
      }
      int answered = 0;
      while (answered < count) {
        connections.selector.select();
        if (Thread.interrupted()) {
          throw new InterruptedIOException("nobody waits for the connections any more");
        }
        for (SelectionKey key : connections.selector.selectedKeys()) {
          answered += connections.advanceOrReplace(key, count);
        }
        connections.selector.selectedKeys().clear();
      }
      return connections;
    } catch (IOException | RuntimeException e) {
      connections.close();
      throw e;
    }
  }

  /** How many were lost before their answer, and opened again. */
  public int lost() {
    return lost;
  }

  private void connect() throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.configureBlocking(false);
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
    if (channel.connect(broker)) {
      ask(channel, key);
    }
  }

  private int advanceOrReplace(SelectionKey key, int count) throws IOException {
    try {
      return advance(key);
    } catch (IOException e) {
      lost++;
      if (lost > MOST_LOST_TIMES * count) {
        throw e;
      }
      key.channel().close();
      connect();
      return 0;
    }
  }

  /** Goes on with one of them; 1 if it has got all it waits for now, 0 otherwise. */
  private int advance(SelectionKey key) throws IOException {
    SocketChannel channel = (SocketChannel) key.channel();
    if (key.isConnectable()) {
      channel.finishConnect();
      ask(channel, key);
      return 0;
    }
    ByteBuffer answer = (ByteBuffer) key.attachment();
    if (channel.read(answer) < 0) {
      throw new EOFException("the broker has closed the connection");
    }
    if (answer.position() < 4 || answer.position() < 4 + answer.getInt(0)) {
      return 0;
    }
    key.attach(null);
    key.interestOps(0);
    return 1;
  }

  private void ask(SocketChannel channel, SelectionKey key) throws IOException {
    ApiVersionsRequest request =
        ApiVersionsRequest.builder().clientSoftwareName("load").clientSoftwareVersion("1").build();
    ByteBuffer frame = Frames.encode(ApiKey.API_VERSIONS, VERSION, 0, request);
    while (frame.hasRemaining()) {
      channel.write(frame);
    }
    key.attach(ByteBuffer.allocate(16 * 1024));
    key.interestOps(SelectionKey.OP_READ);
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
