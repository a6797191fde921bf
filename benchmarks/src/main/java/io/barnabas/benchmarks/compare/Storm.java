package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.Crowd;
import io.barnabas.benchmarks.load.EndToEndLoad;
import io.barnabas.benchmarks.load.LatencyHistogram;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a producer and its consumer notice of a crowd in front of the doors: 5,000 connections that
 * say nothing, 500 that announce 100 MB and drip them byte by byte, 200 new ones a second. Three
 * times: without the crowd; with the crowd at another program, which is what it takes of the
 * machine; with the crowd at the broker. A broker that ends by it is reported with what it has come
 * to.
 *
 * @param warmup processor seconds of the broker before the measurement, half by the load and half
 *     by clients that come and go
 */
record Storm(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final int IDLE = 5_000;
  private static final int SLOW = 500;
  private static final int PASSING_PER_SECOND = 200;
  private static final double RECORDS_PER_SECOND = 500;

  /** What the code is warmed up by, several times as much. */
  private static final int WARMUP_TIMES = 5;

  /** Nobody who waits that long for a record has a broker any more. */
  private static final long PATIENCE_SECONDS = 60;

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
      warmUp(broker, topic);
      double cpuQuiet = broker.proc().cpuSeconds();
      Latencies quiet = load(topic, seconds);
      cpuQuiet = broker.proc().cpuSeconds() - cpuQuiet;
      measured.put(Metric.QUIET_P99_MS, quiet.producerMs());
      measured.put(Metric.QUIET_CONSUMER_P99_MS, quiet.consumerMs());
      try (Bystander bystander = Bystander.start();
          Crowd crowd = Crowd.gather(bystander.port(), IDLE, SLOW, PASSING_PER_SECOND)) {
        load(topic, 1);
        Latencies control = load(topic, seconds);
        measured.put(Metric.CONTROL_P99_MS, control.producerMs());
        measured.put(Metric.CONTROL_CONSUMER_P99_MS, control.consumerMs());
      }
      boolean lives = storm(broker, topic, cpuQuiet, measured);
      measured.put(Metric.OUT_OF_MEMORY, outOfMemory());
      if (lives) {
        measured.put(Metric.STOP_MS, broker.stop());
      }
    }
    return measured;
  }

  private void warmUp(RunningBroker broker, Topic topic) throws Exception {
    EndToEndLoad busy = new EndToEndLoad(WARMUP_TIMES * RECORDS_PER_SECOND);
    broker.warmUp(warmup / 2, () -> busy.run(port, topic, 1));
    try (Crowd passing = Crowd.gather(port, 0, 0, WARMUP_TIMES * PASSING_PER_SECOND)) {
      broker.warmUp(warmup / 2, () -> load(topic, 1));
    }
  }

  /** The p99 of both, in ms. */
  private record Latencies(double producerMs, double consumerMs) {}

  private Latencies load(Topic topic, double forSeconds) throws Exception {
    LatencyHistogram acknowledged = new LatencyHistogram();
    LoadResult result =
        new EndToEndLoad(RECORDS_PER_SECOND).run(port, topic, forSeconds, acknowledged);
    return new Latencies(acknowledged.quantile(0.99) / 1e6, result.latencyMs(0.99));
  }

  /** False if the broker does not come through for want of memory. */
  private boolean storm(
      RunningBroker broker, Topic topic, double cpuQuiet, Map<Metric, Double> measured)
      throws Exception {
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<?> storm =
          thread.submit(
              () -> {
                stormFor(broker, topic, cpuQuiet, measured);
                return null;
              });
      storm.get((long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      if (outOfMemory() == 0) {
        throw e;
      }
      System.err.println(contender.name() + " has run out of memory in the storm: " + e);
      return false;
    } finally {
      thread.shutdownNow();
    }
  }

  private void stormFor(
      RunningBroker broker, Topic topic, double cpuQuiet, Map<Metric, Double> measured)
      throws Exception {
    double resident = broker.proc().residentMib();
    try (Crowd crowd = Crowd.gather(port, IDLE, SLOW, PASSING_PER_SECOND)) {
      load(topic, 1);
      long passed = crowd.passed();
      double before = broker.proc().cpuSeconds();
      Latencies stormy = load(topic, seconds);
      double cpu = broker.proc().cpuSeconds() - before;
      measured.put(Metric.STORM_P99_MS, stormy.producerMs());
      measured.put(Metric.STORM_CONSUMER_P99_MS, stormy.consumerMs());
      measured.put(Metric.STORM_PASSED_PER_S, (crowd.passed() - passed) / seconds);
      measured.put(Metric.STORM_CPU_PERCENT, 100 * (cpu - cpuQuiet) / seconds);
      measured.put(Metric.STORM_MIB, broker.proc().residentMib() - resident);
    }
  }

  /** How often the broker says so. */
  private double outOfMemory() throws IOException {
    try (var lines = Files.lines(home.resolve("broker.log"))) {
      return lines.filter(line -> line.contains("OutOfMemoryError")).count();
    }
  }
}
