package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.Crowd;
import io.barnabas.benchmarks.load.EndToEndLoad;
import io.barnabas.benchmarks.load.LatencyHistogram;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a producer and its consumer notice of a crowd in front of the doors: 5,000 connections that
 * say nothing, 500 that announce 100 MB and drip them byte by byte, 200 new ones a second. Without
 * the crowd; with the crowd at another program, which is what it takes of the machine; with the
 * crowd at the broker. By turns, so that none of the three is measured on a warmer broker than the
 * others. A broker that ends by it is reported with what it has come to.
 *
 * @param seconds each of the three is measured
 * @param warmup processor seconds of the broker before the measurement, half by the load and half
 *     by a crowd: code that is met for the first time in the storm would be compiled in it
 */
record Storm(Contender contender, Path home, int port, double seconds, double warmup)
    implements Measurements {
  private static final Crowd.Size CROWD = new Crowd.Size(5_000, 500, 100_000_000, 1, 200);

  /** The same five times as fast, without what a broker might not come through. */
  private static final Crowd.Size HASTY = new Crowd.Size(5_000, 500, 64 << 10, 5, 1_000);

  private static final double RECORDS_PER_SECOND = 500;
  private static final int ROUNDS = 3;

  /** Nobody who waits that long for a record has a broker any more. */
  private static final long PATIENCE_SECONDS = 60;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port);
        Bystander bystander = Bystander.start()) {
      ProduceLoad once = new ProduceLoad(1, 1, 100, 100, CODEC, (short) -1);
      Topic topic =
          broker.serve(
              connection -> {
                Topic created = Topic.create(connection, "load", 1);
                once.once(connection, created);
                return created;
              });
      warmUp(broker, topic);
      Weather weather = new Weather(broker, topic);
      int round = 0;
      while (round < ROUNDS && weather.round(bystander)) {
        round++;
      }
      Map<Metric, Double> measured = weather.measured();
      measured.put(Metric.STORM_ROUNDS, (double) round);
      measured.put(Metric.OUT_OF_MEMORY, outOfMemory());
      if (round == ROUNDS && outOfMemory() == 0) {
        measured.put(Metric.STOP_MS, broker.stop());
      }
      return measured;
    }
  }

  private void warmUp(RunningBroker broker, Topic topic) throws Exception {
    EndToEndLoad busy = new EndToEndLoad(5 * RECORDS_PER_SECOND);
    broker.warmUp(warmup / 2, () -> busy.run(port, topic, 1));
    try (Crowd hasty = Crowd.gather(port, HASTY)) {
      broker.warmUp(warmup / 2, () -> load(topic, 1));
    }
  }

  /** The p99 of what the producer and the consumer have waited for each record, in ms. */
  private record Waits(double producerMs, double consumerMs) {}

  private Waits load(Topic topic, double forSeconds) throws Exception {
    LatencyHistogram acknowledged = new LatencyHistogram();
    LoadResult result =
        new EndToEndLoad(RECORDS_PER_SECOND).run(port, topic, forSeconds, acknowledged);
    return new Waits(acknowledged.quantile(0.99) / 1e6, result.latencyMs(0.99));
  }

  /** The middle one of the rounds: what else the machine has to do may spoil one of them. */
  private static void put(
      Map<Metric, Double> measured, List<Waits> rounds, Metric producer, Metric consumer) {
    if (!rounds.isEmpty()) {
      measured.put(producer, Report.median(rounds.stream().map(Waits::producerMs).toList()));
      measured.put(consumer, Report.median(rounds.stream().map(Waits::consumerMs).toList()));
    }
  }

  /** How often the broker says so. */
  private double outOfMemory() throws IOException {
    try (var lines = Files.lines(home.resolve("broker.log"), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> line.contains("OutOfMemoryError")).count();
    }
  }

  /** The rounds of one broker's life. One thread at a time. */
  private final class Weather {
    private final RunningBroker broker;
    private final Topic topic;
    private final List<Waits> quiet = new ArrayList<>();
    private final List<Waits> elsewhere = new ArrayList<>();
    private final List<Waits> here = new ArrayList<>();
    private double cpuSeconds;
    private double secondsHere;
    private long passed;
    private double mib;

    Weather(RunningBroker broker, Topic topic) {
      this.broker = broker;
      this.topic = topic;
    }

    /** Each of the three once; false if the broker has not come through. */
    boolean round(Bystander bystander) throws Exception {
      double share = seconds / ROUNDS;
      load(topic, 1);
      double before = broker.proc().cpuSeconds();
      quiet.add(load(topic, share));
      double cpuQuiet = broker.proc().cpuSeconds() - before;
      try (Crowd crowd = Crowd.gather(bystander.port(), CROWD)) {
        load(topic, 1);
        elsewhere.add(load(topic, share));
      }
      return comesThrough(
          () -> {
            storm(share, cpuQuiet);
            return true;
          });
    }

    private void storm(double share, double cpuQuiet) throws Exception {
      double resident = broker.proc().residentMib();
      try (Crowd crowd = Crowd.gather(port, CROWD)) {
        load(topic, 1);
        long passedBefore = crowd.passed();
        double cpuBefore = broker.proc().cpuSeconds();
        long begun = System.nanoTime();
        here.add(load(topic, share));
        cpuSeconds += broker.proc().cpuSeconds() - cpuBefore - cpuQuiet;
        secondsHere += (System.nanoTime() - begun) / 1e9;
        passed += crowd.passed() - passedBefore;
        mib = Math.max(mib, broker.proc().residentMib() - resident);
      }
    }

    /** Whatever it is that the broker does no more: there is no measuring it any further. */
    private boolean comesThrough(Callable<Boolean> storm) throws InterruptedException {
      ExecutorService thread = Executors.newSingleThreadExecutor();
      try {
        return thread.submit(storm).get((long) seconds + PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        System.err.println(contender.name() + " has not come through the storm: " + e);
        return false;
      } finally {
        thread.shutdownNow();
      }
    }

    Map<Metric, Double> measured() {
      Map<Metric, Double> measured = new EnumMap<>(Metric.class);
      put(measured, quiet, Metric.QUIET_P99_MS, Metric.QUIET_CONSUMER_P99_MS);
      put(measured, elsewhere, Metric.CONTROL_P99_MS, Metric.CONTROL_CONSUMER_P99_MS);
      if (secondsHere > 0) {
        put(measured, here, Metric.STORM_P99_MS, Metric.STORM_CONSUMER_P99_MS);
        measured.put(Metric.STORM_PASSED_PER_S, passed / secondsHere);
        measured.put(Metric.STORM_CPU_PERCENT, 100 * cpuSeconds / secondsHere);
        measured.put(Metric.STORM_MIB, mib);
      }
      return measured;
    }
  }
}
