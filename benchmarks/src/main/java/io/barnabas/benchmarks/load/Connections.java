package io.barnabas.benchmarks.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs the same loop on several connections at once and adds up what they did. */
final class Connections {
  private Connections() {}

  /** One connection's loop; returns the bytes it has moved and records its latencies. */
  interface Loop {
    long run(int index, WireConnection connection, LatencyHistogram latencies) throws Exception;
  }

  /** Likewise, where the loop sees to its connections itself. */
  interface Work {
    long run(int index, LatencyHistogram latencies) throws Exception;
  }

  static LoadResult run(int port, int count, Loop loop) throws Exception {
    return run(
        count,
        (index, latencies) -> {
          try (WireConnection connection = new WireConnection(port)) {
            return loop.run(index, connection, latencies);
          }
        });
  }

  static LoadResult run(int count, Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      LatencyHistogram total = new LatencyHistogram();
      long start = System.nanoTime();
      List<LatencyHistogram> parts = new ArrayList<>();
      List<Future<Long>> running = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = i;
        LatencyHistogram part = new LatencyHistogram();
        parts.add(part);
        running.add(threads.submit(() -> work.run(index, part)));
      }
      long bytes = 0;
      for (Future<Long> each : running) {
        bytes += each.get();
      }
      long nanos = System.nanoTime() - start;
      parts.forEach(total::add);
      return new LoadResult(bytes, nanos, total);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a connection failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
