package io.barnabas.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * What is left of a server when there is nothing to serve: it accepts everybody, answers what comes
 * first with an empty frame, and drops the rest. A program of its own; prints its port, and ends
 * when its standard input does.
 */
public final class BareServer {
  private static final int BACKLOG = 10_000;
  private static final int READ_BYTES = 4 << 10;

  private final Selector selector;
  private final ServerSocketChannel acceptor;
  private final ByteBuffer read = ByteBuffer.allocateDirect(READ_BYTES);

  private BareServer() throws IOException {
    selector = Selector.open();
    acceptor = ServerSocketChannel.open();
    acceptor.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    acceptor.configureBlocking(false);
    acceptor.register(selector, SelectionKey.OP_ACCEPT);
  }

  public static void main(String[] arguments) throws IOException {
    BareServer server = new BareServer();
    Thread serving = new Thread(server::serve, "bare-server");
    serving.setDaemon(true);
    serving.start();
    System.out.println(server.acceptor.socket().getLocalPort());
    while (System.in.read() >= 0) {
      // Whoever has started it is still there.
    }
  }

  private void serve() {
    while (true) {
      try {
        selector.select();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isAcceptable()) {
          accept();
        } else {
          read(key);
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private void accept() {
    try {
      for (SocketChannel one = acceptor.accept(); one != null; one = acceptor.accept()) {
        one.configureBlocking(false);
        one.register(selector, SelectionKey.OP_READ);
      }
    } catch (IOException e) {
      // It has gone before it was accepted.
    }
  }

  private void read(SelectionKey key) {
    SocketChannel channel = (SocketChannel) key.channel();
    try {
      int bytes = channel.read(read.clear());
      if (bytes < 0) {
        channel.close();
      } else if (key.attachment() == null) {
        key.attach(this);
        channel.write(ByteBuffer.allocate(Integer.BYTES));
      }
    } catch (IOException e) {
      key.cancel();
    }
  }
}
