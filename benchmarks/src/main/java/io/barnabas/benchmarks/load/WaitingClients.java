package io.barnabas.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Many clients, each of which waits for its answer before it asks again. One thread serves them
 * all: with a thread for each, most of what a load of small requests takes of the machine is
 * switching between them.
 */
final class WaitingClients implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final List<Client> clients = new ArrayList<>();
  private final LatencyHistogram latencies = new LatencyHistogram();

  /** Connects; a client for each exchange. Requests are to be small: sending them does not wait. */
  WaitingClients(int port, List<? extends Pipeline.Exchange> exchanges) throws IOException {
    for (Pipeline.Exchange each : exchanges) {
      Client client = new Client(new WireConnection(port), each);
      client.connection.attach(selector, client);
      clients.add(client);
    }
  }

  /** Lets them ask for so long; the bytes of the result are 0. */
  LoadResult run(double seconds) throws IOException {
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (Client each : clients) {
      each.ask();
    }
    int waiting = clients.size();
    while (waiting > 0) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        Client client = (Client) key.attachment();
        if (!client.hasAnswer()) {
          continue;
        }
        if (System.nanoTime() < end) {
          client.ask();
        } else {
          waiting--;
        }
      }
      selector.selectedKeys().clear();
    }
    return new LoadResult(0, System.nanoTime() - start, latencies);
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (Client each : clients) {
      each.connection.close();
    }
  }

  private final class Client {
    private final WireConnection connection;
    private final Pipeline.Exchange exchange;
    private long askedAt;

    Client(WireConnection connection, Pipeline.Exchange exchange) {
      this.connection = connection;
      this.exchange = exchange;
    }

    void ask() throws IOException {
      askedAt = System.nanoTime();
      connection.send(exchange.request());
    }

    boolean hasAnswer() throws IOException {
      if (!connection.poll()) {
        return false;
      }
      latencies.record(System.nanoTime() - askedAt);
      exchange.answer(connection.receive());
      return true;
    }
  }
}
