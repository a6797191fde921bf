package io.barnabas.benchmarks.load;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * Keeps several requests on their way on a connection. What may be sent is sent with one call, and
 * what has come is read with one. One thread.
 */
final class Pipeline<E extends Pipeline.Exchange> {
  private final WireConnection connection;
  private final E exchange;
  private final LatencyHistogram latencies;
  private final ByteBuffer[] together;
  private final long[] sentAt;
  private int toSend;
  private long sent;
  private long answered;

  /**
   * Nothing is on its way yet.
   *
   * @param connection that does not wait
   * @param depth how many requests may be on their way
   * @param latencies gets how long each answer took
   */
  Pipeline(WireConnection connection, int depth, E exchange, LatencyHistogram latencies) {
    this.connection = connection;
    this.exchange = exchange;
    this.latencies = latencies;
    this.together = new ByteBuffer[depth];
    this.sentAt = new long[depth];
  }

  /** What is sent, and what becomes of the answers, which come in the same order. */
  interface Exchange {
    /**
     * The next frame. The same one may be on its way several times, with another content each time:
     * what came before is sent when it is asked for.
     */
    ByteBuffer request();

    /** Looks at an answer, which is valid for the time of the call. */
    void answer(ByteBuf answer);
  }

  /**
   * Takes the answers that have come and sends what may be sent then, as far as the socket takes
   * it. Asks for nothing new while a part of something is left.
   *
   * @param more whether there is to be another request
   */
  void proceed(Predicate<E> more) throws IOException {
    for (boolean answer = sent > 0 && connection.poll();
        answer;
        answer = connection.hasReceived()) {
      ByteBuf body = connection.receive();
      latencies.record(System.nanoTime() - sentAt[(int) (answered++ % sentAt.length)]);
      exchange.answer(body);
    }
    if (toSend == 0) {
      while (sent - answered < sentAt.length && more.test(exchange)) {
        together[toSend++] = exchange.request().duplicate();
        sentAt[(int) (sent++ % sentAt.length)] = System.nanoTime();
      }
    }
    toSend = connection.write(together, toSend);
  }

  /** Whether something is still to be sent. */
  boolean isSending() {
    return toSend > 0;
  }

  /** Whether something is not answered yet. */
  boolean isWaiting() {
    return answered < sent;
  }
}
