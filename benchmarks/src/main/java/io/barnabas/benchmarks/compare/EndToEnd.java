package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.EndToEndLoad;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * How long a record takes to its consumer at a rate that leaves the broker idle for the most part.
 *
 * @param warmup processor seconds of the broker before the measurement
 */
record EndToEnd(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final double RECORDS_PER_SECOND = 2_000;
  private static final double FASTER = 4;
  private static final int PARTITIONS = 4;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      ProduceLoad once = new ProduceLoad(1, 1, 100, 100, CODEC, (short) -1);
      Topic topic =
          broker.serve(
              connection -> {
                Topic created = Topic.create(connection, "load", PARTITIONS);
                once.once(connection, created);
                return created;
              });
      broker.warmUp(
          warmup, () -> new EndToEndLoad(FASTER * RECORDS_PER_SECOND).run(port, topic, 0.5));
      EndToEndLoad load = new EndToEndLoad(RECORDS_PER_SECOND);
      load.run(port, topic, 1);
      double before = broker.proc().cpuSeconds();
      LoadResult result = load.run(port, topic, seconds);
      double cpu = broker.proc().cpuSeconds() - before;
      measured.put(Metric.END_TO_END_PER_S, result.requestsPerSecond());
      measured.put(Metric.END_TO_END_P50_MS, result.latencyMs(0.5));
      measured.put(Metric.END_TO_END_P99_MS, result.latencyMs(0.99));
      measured.put(Metric.END_TO_END_P999_MS, result.latencyMs(0.999));
      measured.put(Metric.END_TO_END_CPU_US, cpu * 1e6 / result.latencies().count());
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }
}
