package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FetchLoad;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import io.barnabas.benchmarks.load.WireConnection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One broker from its start on an empty directory to its end, measured on the way. */
final class BrokerLife implements Measurements {
  private static final double WARMUP_SLICE_SECONDS = 0.5;
  private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long START_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Contender contender;
  private final Path home;
  private final int port;
  private final Scenario scenario;
  private final Map<Metric, Double> measured = new EnumMap<>(Metric.class);

  BrokerLife(Contender contender, Path home, int port, Scenario scenario) {
    this.contender = contender;
    this.home = home;
    this.port = port;
    this.scenario = scenario;
  }

  @Override
  public Map<Metric, Double> measure() throws Exception {
    contender.prepare(home, port);
    ProcessBuilder builder =
        new ProcessBuilder(contender.command(home, port))
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("broker.log").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    long start = System.nanoTime();
    Process process = builder.start();
    try {
      ProcFile proc = new ProcFile(process.pid());
      firstProduce(process, start);
      put(Metric.START_MS, (System.nanoTime() - start) / 1e6);
      put(Metric.START_CPU_S, proc.cpuSeconds());
      put(Metric.START_RSS_MIB, proc.residentMib());
      if (scenario.seconds() > 0) {
        load(proc);
      }
      long stop = System.nanoTime();
      process.destroy();
      process.waitFor();
      put(Metric.STOP_MS, (System.nanoTime() - stop) / 1e6);
    } finally {
      process.destroyForcibly().waitFor();
    }
    return measured;
  }

  private void firstProduce(Process process, long start) throws IOException {
    while (true) {
      try (WireConnection connection = new WireConnection(port)) {
        Topic topic = Topic.create(connection, "first", 1);
        new ProduceLoad(1, 1, 1_000, 1_000, scenario.codec(), (short) -1).once(connection, topic);
        return;
      } catch (IOException notYet) {
        if (!process.isAlive() || System.nanoTime() - start > START_LIMIT_NANOS) {
          throw new IOException("the broker does not start, see " + home, notYet);
        }
        LockSupport.parkNanos(RETRY_NANOS);
      }
    }
  }

  private void load(ProcFile proc) throws Exception {
    ProduceLoad produce =
        new ProduceLoad(
            scenario.connections(),
            scenario.pipeline(),
            scenario.batchBytes(),
            scenario.recordBytes(),
            scenario.codec(),
            scenario.acks());
    Topic topic;
    try (WireConnection connection = new WireConnection(port)) {
      topic = Topic.create(connection, "load", scenario.partitions(), topicConfigs());
      produce.once(connection, topic);
    }
    warmUp(proc, () -> produce.run(port, topic, WARMUP_SLICE_SECONDS));
    ProcFile.Spent before = proc.spent();
    LoadResult produced = produce.run(port, topic, scenario.seconds());
    ProcFile.Spent spent = proc.spent().since(before);
    put(Metric.PRODUCE_CPU_S_PER_GB, spent.seconds() / (produced.bytes() / 1e9));
    put(Metric.PRODUCE_KERNEL_PERCENT, spent.kernelPercent());
    put(Metric.PRODUCE_CPU_US, spent.seconds() * 1e6 / produced.latencies().count());
    put(Metric.PRODUCE_MB_PER_S, produced.megabytesPerSecond());
    put(Metric.PRODUCE_PER_S, produced.requestsPerSecond());
    put(Metric.PRODUCE_P50_MS, produced.latencyMs(0.5));
    put(Metric.PRODUCE_P99_MS, produced.latencyMs(0.99));
    put(Metric.PRODUCE_P999_MS, produced.latencyMs(0.999));
    if (scenario.fetches()) {
      fetch(proc, topic);
    }
    put(Metric.LOAD_RSS_MIB, proc.residentMib());
    put(Metric.PEAK_RSS_MIB, proc.residentPeakMib());
  }

  /**
   * By processor seconds: what waits for the disk, or has little of a busy machine, takes longer.
   */
  private void warmUp(ProcFile proc, RunningBroker.Load load) throws Exception {
    double end = proc.cpuSeconds() + scenario.warmupSeconds();
    while (proc.cpuSeconds() < end) {
      load.run();
    }
  }

  private Map<String, String> topicConfigs() {
    return scenario.flushMessages() == 0
        ? Map.of()
        : Map.of("flush.messages", Integer.toString(scenario.flushMessages()));
  }

  private void fetch(ProcFile proc, Topic topic) throws Exception {
    FetchLoad large = new FetchLoad(scenario.connections(), 1 << 20);
    fetch(proc, topic, large, Metric.FETCH_CPU_S_PER_GB, Metric.FETCH_MB_PER_S);
    FetchLoad small = new FetchLoad(scenario.connections(), 64 << 10);
    fetch(proc, topic, small, Metric.FETCH_64K_CPU_S_PER_GB, Metric.FETCH_64K_MB_PER_S);
  }

  private void fetch(ProcFile proc, Topic topic, FetchLoad load, Metric processor, Metric speed)
      throws Exception {
    warmUp(proc, () -> load.run(port, topic, WARMUP_SLICE_SECONDS));
    ProcFile.Spent before = proc.spent();
    LoadResult fetched = load.run(port, topic, scenario.seconds());
    ProcFile.Spent spent = proc.spent().since(before);
    put(processor, spent.seconds() / (fetched.bytes() / 1e9));
    put(speed, fetched.megabytesPerSecond());
    if (processor == Metric.FETCH_CPU_S_PER_GB) {
      put(Metric.FETCH_KERNEL_PERCENT, spent.kernelPercent());
    }
  }

  private void put(Metric metric, double value) {
    measured.put(metric, value);
  }
}
