package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.Crowd;
import io.barnabas.benchmarks.load.EndToEndLoad;
import io.barnabas.benchmarks.load.LatencyHistogram;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a producer and its consumer notice of a crowd in front of the doors: 5,000 connections that
 * say nothing, 500 that drip a large request byte by byte, 200 new ones a second.
 *
 * @param warmup processor seconds of the broker before the measurement
 */
record Storm(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final int IDLE = 5_000;
  private static final int SLOW = 500;
  private static final int PASSING_PER_SECOND = 200;
  private static final double RECORDS_PER_SECOND = 500;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      ProduceLoad once = new ProduceLoad(1, 1, 100, 100, CODEC, (short) -1);
      Topic topic =
          broker.serve(
              connection -> {
                Topic created = Topic.create(connection, "load", 1);
                once.once(connection, created);
                return created;
              });
      EndToEndLoad load = new EndToEndLoad(RECORDS_PER_SECOND);
      broker.warmUp(warmup, () -> load.run(port, topic, 1));
      LatencyHistogram acknowledged = new LatencyHistogram();
      LoadResult quiet = load.run(port, topic, seconds, acknowledged);
      measured.put(Metric.QUIET_P99_MS, acknowledged.quantile(0.99) / 1e6);
      measured.put(Metric.QUIET_CONSUMER_P99_MS, quiet.latencyMs(0.99));
      double resident = broker.proc().residentMib();
      try (Crowd crowd = Crowd.gather(port, IDLE, SLOW, PASSING_PER_SECOND)) {
        load.run(port, topic, 1);
        long passed = crowd.passed();
        LatencyHistogram disturbed = new LatencyHistogram();
        LoadResult stormy = load.run(port, topic, seconds, disturbed);
        measured.put(Metric.STORM_P99_MS, disturbed.quantile(0.99) / 1e6);
        measured.put(Metric.STORM_CONSUMER_P99_MS, stormy.latencyMs(0.99));
        measured.put(Metric.STORM_PASSED_PER_S, (crowd.passed() - passed) / seconds);
        measured.put(Metric.STORM_MIB, broker.proc().residentMib() - resident);
      }
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }
}
