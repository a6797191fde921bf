package io.barnabas.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/**
 * Keeps several requests on their way on a connection. What may be sent is sent with one call, and
 * what has come is read with one, so that the load leaves the machine to the broker. One thread.
 */
final class Pipeline {
  private final WireConnection connection;
  private final LatencyHistogram latencies;
  private final ByteBuffer[] together;
  private final long[] sentAt;
  private long sent;
  private long answered;

  /**
   * Nothing is on its way yet.
   *
   * @param depth how many may be
   * @param latencies gets how long each answer took
   */
  Pipeline(WireConnection connection, int depth, LatencyHistogram latencies) {
    this.connection = connection;
    this.latencies = latencies;
    this.together = new ByteBuffer[depth];
    this.sentAt = new long[depth];
  }

  /** What is sent, and what becomes of the answers, which come in the same order. */
  interface Exchange {
    /** The next frame; the same one may be on its way several times. */
    ByteBuffer request();

    /** Looks at an answer, which is valid for the time of the call. */
    void answer(ByteBuf answer);
  }

  /** Sends while there is more, then waits for the last answer. */
  void run(BooleanSupplier more, Exchange exchange) throws IOException {
    while (send(more, exchange) || answered < sent) {
      do {
        receive(exchange);
      } while (connection.hasReceived());
    }
  }

  private boolean send(BooleanSupplier more, Exchange exchange) throws IOException {
    int count = 0;
    while (sent - answered < sentAt.length && more.getAsBoolean()) {
      together[count++] = exchange.request().duplicate();
      sentAt[(int) (sent++ % sentAt.length)] = System.nanoTime();
    }
    connection.send(together, count);
    return count > 0;
  }

  private void receive(Exchange exchange) throws IOException {
    ByteBuf answer = connection.receive();
    latencies.record(System.nanoTime() - sentAt[(int) (answered++ % sentAt.length)]);
    exchange.answer(answer);
  }
}
