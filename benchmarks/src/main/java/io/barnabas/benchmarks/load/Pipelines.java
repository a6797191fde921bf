package io.barnabas.benchmarks.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Connections that one thread serves, as it does those of a client program. With a thread for each,
 * most of what a load of small requests takes of the machine is switching between them, and each
 * answer of a broker wakes one.
 */
final class Pipelines implements AutoCloseable {
  private final Selector selector = Selector.open();
  private final List<WireConnection> connections = new ArrayList<>();
  private final List<Pipeline> pipelines = new ArrayList<>();
  private final LatencyHistogram latencies = new LatencyHistogram();

  /**
   * Connects; a connection for each exchange.
   *
   * @param depth requests on their way on each
   */
  Pipelines(int port, int depth, List<? extends Pipeline.Exchange> exchanges) throws IOException {
    for (Pipeline.Exchange each : exchanges) {
      WireConnection connection = new WireConnection(port);
      connections.add(connection);
      Pipeline pipeline = new Pipeline(connection, depth, each, latencies);
      connection.attach(selector, pipeline);
      pipelines.add(pipeline);
    }
  }

  /** Sends while there is more, then waits for the last answers; returns how long each took. */
  LatencyHistogram run(BooleanSupplier more) throws IOException {
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

  private static void proceed(SelectionKey key, BooleanSupplier more) throws IOException {
    Pipeline pipeline = (Pipeline) key.attachment();
    pipeline.proceed(more);
    key.interestOps(
        pipeline.isSending() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
  }

  private boolean isWaiting() {
    for (Pipeline each : pipelines) {
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
