package io.barnabas.compat.harness;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between clients and broker, and can lose an answer: the request has reached the broker,
 * the connection is gone before the response arrives. Thread-safe.
 */
public final class TcpProxy implements Closeable {
  private final ServerSocket server;
  private final int target;
  private final AtomicInteger answersToLose = new AtomicInteger();
  private final AtomicInteger answersLost = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  public TcpProxy(int port, int target) throws IOException {
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    daemon(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /** From now on, this many answers are thrown away together with their connections. */
  public void loseAnswers(int count) {
    answersToLose.set(count);
  }

  public int answersLost() {
    return answersLost.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        daemon(() -> connect(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket broker = new Socket(InetAddress.getLoopbackAddress(), target);
      open.add(client);
      open.add(broker);
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      daemon(() -> pump(client, broker, false));
      pump(broker, client, true);
    } catch (IOException brokerIsDown) {
      shut(client);
    }
  }

  private void pump(Socket from, Socket to, boolean answers) {
    byte[] buffer = new byte[64 * 1024];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (answers && answersToLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          answersLost.incrementAndGet();
          return;
        }
        out.write(buffer, 0, read);
      }
    } catch (IOException cut) {
      // The other side is gone: so is this one.
    } finally {
      shut(from);
      shut(to);
    }
  }

  private void shut(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // Closed is what it should be.
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    open.forEach(this::shut);
  }
}
