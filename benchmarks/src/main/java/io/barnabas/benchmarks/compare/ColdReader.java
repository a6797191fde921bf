package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FetchLoad;
import io.barnabas.benchmarks.load.FirstRecords;
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

/**
 * What producers at the tail feel of a client that reads old data from the disk: latency
 * undisturbed, and while it reads.
 *
 * @param bytes of old data; read again and again, each time after the page cache has lost them
 * @param seconds each of the two is measured
 */
record ColdReader(Contender contender, Path home, int port, long bytes, double seconds)
    implements Measurements {
  private static final int OLD_PARTITIONS = 4;
  private static final int TAIL_PARTITIONS = 6;
  private static final double REQUESTS_PER_SECOND = 1_000;

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
      atTheTail(fresh);
      // Both have compiled their way to the disk before it counts.
      new FetchLoad(2, 1 << 20).once(port, old, () -> false);
      evict();
      LoadResult quiet = atTheTail(fresh);
      measured.put(Metric.QUIET_P50_MS, quiet.latencyMs(0.5));
      measured.put(Metric.QUIET_P99_MS, quiet.latencyMs(0.99));
      evict();
      disturbed(broker, old, fresh, quiet, measured);
    }
    return measured;
  }

  private LoadResult atTheTail(Topic fresh) throws Exception {
    return new ProduceLoad(4, 1, 1_024, RECORD_BYTES, CODEC, (short) -1)
        .paced(port, fresh, REQUESTS_PER_SECOND, seconds);
  }

  private void disturbed(
      RunningBroker broker, Topic old, Topic fresh, LoadResult quiet, Map<Metric, Double> measured)
      throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try {
      long start = System.nanoTime();
      double before = broker.proc().cpuSeconds();
      Future<Long> reading = reader.submit(() -> read(old, stop));
      LoadResult disturbed = atTheTail(fresh);
      stop.set(true);
      long read = reading.get();
      measured.put(Metric.DISTURBED_P50_MS, disturbed.latencyMs(0.5));
      measured.put(Metric.DISTURBED_P99_MS, disturbed.latencyMs(0.99));
      measured.put(Metric.DISTURBED_P99_TIMES, disturbed.latencyMs(0.99) / quiet.latencyMs(0.99));
      measured.put(Metric.COLD_MB_PER_S, read / 1e6 / ((System.nanoTime() - start) / 1e9));
      measured.put(Metric.FETCH_CPU_S_PER_GB, (broker.proc().cpuSeconds() - before) / (read / 1e9));
    } finally {
      reader.shutdownNow();
    }
  }

  private long read(Topic old, AtomicBoolean stop) throws Exception {
    FetchLoad load = new FetchLoad(2, 1 << 20);
    long read = 0;
    while (!stop.get()) {
      read += load.once(port, old, stop::get).bytes();
      evict();
    }
    return read;
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
