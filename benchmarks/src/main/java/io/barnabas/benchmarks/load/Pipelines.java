package io.barnabas.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Connections that one thread serves. With a thread for each, most of what a load of small requests
 * takes of the machine is switching between them, and each answer of a broker wakes one. So what an
 * answer takes includes the thread's work for other connections that came first.
 */
final class Pipelines<E extends Pipeline.Exchange> implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final List<WireConnection> connections = new ArrayList<>();
  private final List<Pipeline<E>> pipelines = new ArrayList<>();
  private final LatencyHistogram latencies = new LatencyHistogram();

  /**
   * Connects; a connection for each exchange.
   *
   * @param depth requests on their way on each
   */
  Pipelines(int port, int depth, List<E> exchanges) throws IOException {
    for (E each : exchanges) {
      WireConnection connection = new WireConnection(port);
      connections.add(connection);
      connection.attach(selector, pipelines.size());
      pipelines.add(new Pipeline<>(connection, depth, each, latencies));
    }
  }

  /**
   * Sends, then waits for the last answers; returns how long each took.
   *
   * @param more whether there is to be another request of this exchange
   */
  LatencyHistogram run(Predicate<E> more) throws IOException {
    for (SelectionKey key : selector.keys()) {
      proceed(key, more);
    }
    while (isWaiting()) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        proceed(key, more);
      }
      selector.selectedKeys().clear();
    }
    return latencies;
  }

  private void proceed(SelectionKey key, Predicate<E> more) throws IOException {
    Pipeline<E> pipeline = pipelines.get((int) key.attachment());
    pipeline.proceed(more);
    key.interestOps(
        pipeline.isSending() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private boolean isWaiting() {
    for (Pipeline<E> each : pipelines) {
      if (each.isWaiting()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    selector.close();
    for (WireConnection each : connections) {
      each.close();
    }
  }
}
