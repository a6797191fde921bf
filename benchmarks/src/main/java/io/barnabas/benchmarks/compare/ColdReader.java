package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FetchLoad;
import io.barnabas.benchmarks.load.FirstRecords;
import io.barnabas.benchmarks.load.LatencyHistogram;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * What producers at the tail feel of a client that reads old data from the disk: latency
 * undisturbed, and while it reads.
 *
 * @param bytes of old data; read again and again, each time after the page cache has lost them,
 *     which is no part of what is measured
 * @param readMbPerSecond how fast the reader reads at most: on its own host it would not take
 *     processor time from the broker, but have a network in between
 * @param seconds each of the two is measured at least
 */
record ColdReader(
    Contender contender, Path home, int port, long bytes, double readMbPerSecond, double seconds)
    implements Measurements {
  private static final int OLD_PARTITIONS = 4;
  private static final int TAIL_PARTITIONS = 6;
  private static final double REQUESTS_PER_SECOND = 1_000;
  private static final double LONGEST_SECONDS = 3_600;
  private static final FetchLoad READER = new FetchLoad(2, 1 << 20);

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      Topic old = broker.serve(connection -> Topic.create(connection, "old", OLD_PARTITIONS));
      Topic fresh = broker.serve(connection -> Topic.create(connection, "fresh", TAIL_PARTITIONS));
      new FirstRecords(1, 1).run(port, List.of(old, fresh));
      new ProduceLoad(4, 5, BATCH_BYTES, RECORD_BYTES, CODEC, (short) -1).fill(port, old, bytes);
      evict();
      atTheTail(fresh, seconds, () -> false);
      // Both have compiled their way to the disk before it counts.
      READER.once(port, old, Double.POSITIVE_INFINITY);
      evict();
      LoadResult quiet = atTheTail(fresh, seconds, () -> false);
      measured.put(Metric.QUIET_P50_MS, quiet.latencyMs(0.5));
      measured.put(Metric.QUIET_P99_MS, quiet.latencyMs(0.99));
      READER.once(port, old, Double.POSITIVE_INFINITY);
      Disturbed warm = disturbed(broker, old, fresh, () -> {});
      measured.put(Metric.WARM_P50_MS, warm.p(0.5));
      measured.put(Metric.WARM_P99_MS, warm.p(0.99));
      Disturbed cold = disturbed(broker, old, fresh, this::evict);
      measured.put(Metric.DISTURBED_P50_MS, cold.p(0.5));
      measured.put(Metric.DISTURBED_P99_MS, cold.p(0.99));
      measured.put(Metric.DISTURBED_P99_TIMES, cold.p(0.99) / quiet.latencyMs(0.99));
      measured.put(Metric.COLD_MB_PER_S, cold.read / 1e6 / (cold.nanos / 1e9));
      measured.put(Metric.FETCH_CPU_S_PER_GB, cold.processorSeconds / (cold.read / 1e9));
    }
    return measured;
  }

  private LoadResult atTheTail(Topic fresh, double most, BooleanSupplier stop) throws Exception {
    return new ProduceLoad(4, 1, 1_024, RECORD_BYTES, CODEC, (short) -1)
        .paced(port, fresh, REQUESTS_PER_SECOND, most, stop);
  }

  /** What producers felt, and how much was read meanwhile. */
  private record Disturbed(
      LatencyHistogram latencies, long read, long nanos, double processorSeconds) {
    double p(double quantile) {
      return latencies.quantile(quantile) / 1e6;
    }
  }

  private interface Before {
    void reading() throws Exception;
  }

  private Disturbed disturbed(RunningBroker broker, Topic old, Topic fresh, Before each)
      throws Exception {
    LatencyHistogram latencies = new LatencyHistogram();
    ExecutorService producers = Executors.newSingleThreadExecutor();
    long read = 0;
    long nanos = 0;
    double processorSeconds = 0;
    try {
      while (nanos < seconds * 1e9) {
        each.reading();
        double before = broker.proc().cpuSeconds();
        AtomicBoolean stop = new AtomicBoolean();
        Future<LoadResult> tail =
            producers.submit(() -> atTheTail(fresh, LONGEST_SECONDS, stop::get));
        LoadResult reading = READER.once(port, old, readMbPerSecond);
        stop.set(true);
        latencies.add(tail.get().latencies());
        processorSeconds += broker.proc().cpuSeconds() - before;
        read += reading.bytes();
        nanos += reading.nanos();
      }
    } finally {
      producers.shutdownNow();
    }
    return new Disturbed(latencies, read, nanos, processorSeconds);
  }

  /** Takes the old data out of the page cache. */
  private void evict() throws IOException, InterruptedException {
    List<Path> segments;
    try (var files = Files.walk(home)) {
      segments =
          files
              .filter(file -> file.toString().contains("/old-") && file.toString().endsWith(".log"))
              .toList();
    }
    for (Path segment : segments) {
      Process dd =
          new ProcessBuilder(
                  "dd",
                  "of=" + segment,
                  "oflag=nocache",
                  "conv=notrunc,fdatasync",
                  "count=0",
                  "status=none")
              .inheritIO()
              .start();
      if (dd.waitFor() != 0) {
        throw new IOException("dd cannot take " + segment + " out of the page cache");
      }
    }
  }
}
