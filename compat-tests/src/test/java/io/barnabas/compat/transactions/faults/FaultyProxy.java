package io.barnabas.compat.transactions.faults;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and broker and knows where requests and answers begin, so that it can cut
 * connections before, within and after a request, or deliver one late. Thread-safe.
 */
final class FaultyProxy implements Closeable {
  private final ServerSocket server;
  private final int target;
  private final CutDice dice;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final LateRequests late;
  private final Planted planted;

  FaultyProxy(int port, int target, CutDice dice) throws IOException {
    this(port, target, dice, Planted.NOTHING);
  }

  /**
   * @param planted done to every request that it can be done to
   */
  FaultyProxy(int port, int target, CutDice dice, Planted planted) throws IOException {
    this.server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    this.dice = dice;
    this.late = new LateRequests(target);
    this.planted = planted;
    thread(this::accept).start();
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "faulty-proxy");
    thread.setDaemon(true);
    return thread;
  }

  /** Cuts all connections there are. */
  void cutAll() {
    links.forEach(Link::shut);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        thread(() -> serve(client)).start();
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        Socket broker = new Socket(InetAddress.getLoopbackAddress(), target)) {
      client.setTcpNoDelay(true);
      broker.setTcpNoDelay(true);
      Link link = new Link(client, broker);
      links.add(link);
      thread(link::answers).start();
      link.requests();
      links.remove(link);
    } catch (IOException brokerIsDown) {
      // The client finds its connection closed, as it would without us.
    }
  }

  /** The next frame with its length. */
  static byte[] readFrame(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] frame = new byte[Integer.BYTES + length];
    ByteBuffer.wrap(frame).putInt(length);
    in.readFully(frame, Integer.BYTES, length);
    return frame;
  }

  /** Returns when nothing is on its way any more that a client has given up. */
  @Override
  public void close() throws IOException {
    late.close();
    server.close();
    cutAll();
  }

  /** Waits until nothing is on its way any more that a client has given up; cuts nothing more. */
  void settle() throws Exception {
    dice.calm();
    late.settle();
  }

  private final class Link {
    private final Socket client;
    private final Socket broker;
    private final Set<Integer> answersToLose = ConcurrentHashMap.newKeySet();

    Link(Socket client, Socket broker) {
      this.client = client;
      this.broker = broker;
    }

    void requests() {
      try {
        DataInputStream in = new DataInputStream(client.getInputStream());
        while (pass(readFrame(in))) {}
      } catch (IOException gone) {
        // So is the other side, then.
      } finally {
        shut();
      }
    }

    /** Returns false when that was the last. */
    private boolean pass(byte[] original) throws IOException {
      TransactionalRequest request = TransactionalRequest.read(original);
      byte[] frame = request == null ? original : planted.changed(request);
      if (request != null) {
        late.onRequest(request);
        if (planted == Planted.END_TAKEN_FOR_THE_NEXT && Planted.isOfWriter(request)) {
          late.holdForNext(request, true);
        }
      }
      ByteBuffer header = ByteBuffer.wrap(frame, Integer.BYTES, frame.length - Integer.BYTES);
      short apiKey = header.getShort();
      short version = header.getShort();
      int correlationId = header.getInt();
      Cut cut = isOfClient(header) ? dice.decide(apiKey, version) : Cut.NONE;
      switch (cut) {
        case BEFORE -> {
          return false;
        }
        case WITHIN -> {
          broker.getOutputStream().write(frame, 0, frame.length / 2);
          return false;
        }
        case LATE -> {
          late.deliver(frame, dice.lateMs());
          return false;
        }
        case INTO_NEXT -> {
          if (request == null) {
            late.deliver(frame, dice.lateMs());
          } else {
            late.holdForNext(request, false);
          }
          return false;
        }
        case TWICE -> late.deliver(frame, dice.lateMs());
        case AFTER -> answersToLose.add(correlationId);
        case NONE -> {}
      }
      broker.getOutputStream().write(frame);
      return true;
    }

    /** A broker asks itself under names of its own. */
    private static boolean isOfClient(ByteBuffer header) {
      byte[] name = new byte[Math.max(0, header.getShort())];
      header.get(name);
      String clientId = new String(name, StandardCharsets.UTF_8);
      return clientId.startsWith("producer") || clientId.startsWith("consumer");
    }

    void answers() {
      try {
        DataInputStream in = new DataInputStream(broker.getInputStream());
        while (true) {
          byte[] frame = readFrame(in);
          if (answersToLose.contains(ByteBuffer.wrap(frame).getInt(Integer.BYTES))) {
            return;
          }
          client.getOutputStream().write(frame);
        }
      } catch (IOException gone) {
        // So is the other side, then.
      } finally {
        shut();
      }
    }

    void shut() {
      try (client;
          broker) {
        links.remove(this);
      } catch (IOException alreadyGone) {
        // Closed is what it should be.
      }
    }
  }
}
