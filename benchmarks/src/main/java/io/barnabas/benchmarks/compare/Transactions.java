package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.Topic;
import io.barnabas.benchmarks.load.TransactionLoad;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What transactions cost, of one producer and of many, at both protocols.
 *
 * @param seconds for the four measurements together
 * @param warmup processor seconds of the broker before them
 */
record Transactions(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final int MANY = 16;
  private static final int BATCHES = 2;
  private static final int PARTITIONS = 8;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      Topic topic = broker.serve(connection -> Topic.create(connection, "load", PARTITIONS));
      broker.warmUp(
          warmup,
          () -> {
            new TransactionLoad(MANY, BATCHES, true).run(port, topic, 0.5);
            return new TransactionLoad(MANY, BATCHES, false).run(port, topic, 0.5);
          });
      for (Kind kind : Kind.values()) {
        TransactionLoad load = new TransactionLoad(kind.producers, BATCHES, kind.implicit);
        double before = broker.proc().cpuSeconds();
        LoadResult result = load.run(port, topic, seconds / Kind.values().length);
        double cpu = broker.proc().cpuSeconds() - before;
        measured.put(kind.commits, result.requestsPerSecond());
        measured.put(kind.p50, result.latencyMs(0.5));
        measured.put(kind.p99, result.latencyMs(0.99));
        measured.put(kind.cpu, cpu * 1e6 / result.latencies().count());
      }
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }

  private enum Kind {
    V2_MANY(
        MANY,
        true,
        Metric.V2_16_COMMITS_PER_S,
        Metric.V2_16_COMMIT_P50_MS,
        Metric.V2_16_COMMIT_P99_MS,
        Metric.V2_16_COMMIT_CPU_US),
    V1_MANY(
        MANY,
        false,
        Metric.V1_16_COMMITS_PER_S,
        Metric.V1_16_COMMIT_P50_MS,
        Metric.V1_16_COMMIT_P99_MS,
        Metric.V1_16_COMMIT_CPU_US),
    V2_ONE(
        1,
        true,
        Metric.V2_1_COMMITS_PER_S,
        Metric.V2_1_COMMIT_P50_MS,
        Metric.V2_1_COMMIT_P99_MS,
        Metric.V2_1_COMMIT_CPU_US),
    V1_ONE(
        1,
        false,
        Metric.V1_1_COMMITS_PER_S,
        Metric.V1_1_COMMIT_P50_MS,
        Metric.V1_1_COMMIT_P99_MS,
        Metric.V1_1_COMMIT_CPU_US);

    final int producers;
    final boolean implicit;
    final Metric commits;
    final Metric p50;
    final Metric p99;
    final Metric cpu;

    Kind(int producers, boolean implicit, Metric commits, Metric p50, Metric p99, Metric cpu) {
      this.producers = producers;
      this.implicit = implicit;
      this.commits = commits;
      this.p50 = p50;
      this.p99 = p99;
      this.cpu = cpu;
    }
  }
}
