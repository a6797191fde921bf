package io.barnabas.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Connections that share out requests: however many there are, as many requests are on their way
 * over all of them, and each has its turn.
 */
public final class OpenConnections implements AutoCloseable {
  private static final int THREADS = 4;
  private static final int IN_FLIGHT = 20;

  private final List<WireConnection> connections = new ArrayList<>();

  private OpenConnections() {}

  /** Opens them, one after the other. */
  public static OpenConnections open(int port, int count) throws IOException {
    OpenConnections opened = new OpenConnections();
    try {
      for (int i = 0; i < count; i++) {
        opened.connections.add(new WireConnection(port));
      }
      return opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /** Sends the requests in turn, again and again, for {@code seconds}. */
  public LoadResult run(PreparedRequests requests, double seconds) throws Exception {
    return inTurn(requests, Long.MAX_VALUE, (long) (seconds * 1e9));
  }

  /** Sends each request once. */
  public LoadResult once(PreparedRequests requests) throws Exception {
    return inTurn(requests, requests.frames().size(), Long.MAX_VALUE);
  }

  private LoadResult inTurn(PreparedRequests requests, long count, long nanos) throws Exception {
    int threads = Math.min(THREADS, connections.size());
    return Connections.run(
        threads,
        (index, latencies) -> {
          long share = count / threads + (index < count % threads ? 1 : 0);
          return new Loop(requests, index, threads, latencies).run(share, nanos);
        });
  }

  @Override
  public void close() throws IOException {
    for (WireConnection each : connections) {
      each.close();
    }
  }

  private final class Loop {
    private final PreparedRequests requests;
    private final int first;
    private final int step;
    private final LatencyHistogram latencies;
    private final List<WireConnection> own = new ArrayList<>();
    private final long[] sentAt;
    private long sent;
    private long answered;

    Loop(PreparedRequests requests, int first, int step, LatencyHistogram latencies) {
      this.requests = requests;
      this.first = first;
      this.step = step;
      this.latencies = latencies;
      this.sentAt = new long[IN_FLIGHT / step];
      for (int i = first; i < connections.size(); i += step) {
        own.add(connections.get(i));
      }
    }

    long run(long count, long nanos) throws IOException {
      long bytes = 0;
      long start = System.nanoTime();
      while (true) {
        boolean more = sent < count && System.nanoTime() - start < nanos;
        if (more && sent - answered < sentAt.length) {
          send();
        } else if (answered < sent) {
          bytes += receive();
        } else if (!more) {
          return bytes;
        }
      }
    }

    private void send() throws IOException {
      int frame = (int) ((first + sent * step) % requests.frames().size());
      sentAt[(int) (sent % sentAt.length)] = System.nanoTime();
      own.get((int) (sent++ % own.size())).send(requests.frames().get(frame));
    }

    private long receive() throws IOException {
      long bytes = requests.check().bytes(own.get((int) (answered % own.size())).receive());
      latencies.record(System.nanoTime() - sentAt[(int) (answered++ % sentAt.length)]);
      return bytes;
    }
  }
}
