package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.OffsetCommitLoad;
import io.barnabas.benchmarks.load.Topic;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What committed offsets cost where a thousand groups commit.
 *
 * @param warmup processor seconds of the broker before the measurement
 */
record ManyGroups(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final int GROUPS = 1_000;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      OffsetCommitLoad load = new OffsetCommitLoad(GROUPS, 4, 5);
      Topic topic = broker.serve(connection -> Topic.create(connection, "read", 1));
      broker.serve(
          connection -> {
            load.once(connection, topic);
            return topic;
          });
      broker.warmUp(warmup, () -> load.run(port, topic, 0.5));
      double before = broker.proc().cpuSeconds();
      LoadResult result = load.run(port, topic, seconds);
      double cpu = broker.proc().cpuSeconds() - before;
      measured.put(Metric.OFFSET_COMMITS_PER_S, result.requestsPerSecond());
      measured.put(Metric.OFFSET_COMMIT_P50_MS, result.latencyMs(0.5));
      measured.put(Metric.OFFSET_COMMIT_P99_MS, result.latencyMs(0.99));
      measured.put(Metric.OFFSET_COMMIT_CPU_US, cpu * 1e6 / result.latencies().count());
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }
}
