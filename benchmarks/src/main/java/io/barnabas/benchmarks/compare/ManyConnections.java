package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.IdleConnections;
import io.barnabas.benchmarks.load.Topic;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** What connections cost: opened all at once, and open without a word. */
record ManyConnections(Contender contender, Path home, int port) implements Measurements {
  private static final int CONNECTIONS = 2_000;
  private static final long SETTLE_MS = 3_000;
  private static final long IDLE_MS = 5_000;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      broker.serve(connection -> Topic.create(connection, "first", 1));
      // Memory that comes with code running for the first time is not that of connections.
      IdleConnections.open(port, CONNECTIONS / 10).close();
      Thread.sleep(SETTLE_MS);
      double resident = broker.proc().residentMib();
      double before = broker.proc().cpuSeconds();
      long start = System.nanoTime();
      try (IdleConnections open = IdleConnections.open(port, CONNECTIONS)) {
        measured.put(Metric.CONNECT_MS, (System.nanoTime() - start) / 1e6);
        measured.put(Metric.CONNECTIONS_LOST, (double) open.lost());
        measured.put(
            Metric.CONNECT_CPU_US, (broker.proc().cpuSeconds() - before) * 1e6 / CONNECTIONS);
        Thread.sleep(SETTLE_MS);
        double idle = broker.proc().cpuSeconds();
        Thread.sleep(IDLE_MS);
        measured.put(
            Metric.IDLE_CPU_PERCENT, (broker.proc().cpuSeconds() - idle) * 100_000 / IDLE_MS);
        measured.put(
            Metric.CONNECTION_KIB, (broker.proc().residentMib() - resident) * 1024 / CONNECTIONS);
      }
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    return measured;
  }
}
