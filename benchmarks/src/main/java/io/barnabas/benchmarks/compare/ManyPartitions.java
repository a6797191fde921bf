package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FirstRecords;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What partitions cost: created, each given a record, started with after a clean end and after
 * {@code kill -9}, idle, deleted.
 *
 * @param partitions in topics of 1,000
 * @param seconds records are sent over a thousand of them
 * @param warmup processor seconds of the broker before partitions are created, with records to one,
 *     and again before records are sent over a thousand
 */
record ManyPartitions(
    Contender contender, Path home, int port, int partitions, double seconds, double warmup)
    implements Measurements {
  private static final int PER_TOPIC = 1_000;
  private static final long IDLE_MS = 5_000;
  private static final double WARMUP_PIECE_SECONDS = 0.5;
  private static final ProduceLoad RECORDS = new ProduceLoad(4, 5, 100, 100, CODEC, (short) -1);

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    contender.prepare(home, port);
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      Topic first = broker.serve(connection -> Topic.create(connection, "first", 1));
      new FirstRecords(1, 1).run(port, List.of(first));
      broker.warmUp(warmup, () -> RECORDS.run(port, first, WARMUP_PIECE_SECONDS));
      List<Topic> topics = create(broker, measured);
      firstRecords(broker, topics, measured);
      Thread.sleep(IDLE_MS);
      double before = broker.proc().cpuSeconds();
      Thread.sleep(IDLE_MS);
      measured.put(
          Metric.IDLE_CPU_PERCENT, (broker.proc().cpuSeconds() - before) * 100_000 / IDLE_MS);
      measured.put(Metric.OPEN_FILES, broker.proc().openFiles());
      measured.put(Metric.MAPPINGS, broker.proc().mappings());
      measured.put(Metric.LOAD_RSS_MIB, broker.proc().residentMib());
      Topic spread = topics.get(0);
      broker.warmUp(warmup, () -> RECORDS.run(port, spread, WARMUP_PIECE_SECONDS));
      LoadResult records = RECORDS.run(port, spread, seconds);
      measured.put(Metric.SPREAD_RECORDS_PER_S, records.requestsPerSecond());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      List<Topic> topics = await(broker);
      measured.put(Metric.READY_AFTER_STOP_MS, broker.elapsedMs());
      measured.put(Metric.START_RSS_MIB, broker.proc().residentMib());
      new FirstRecords(4, 5).run(port, topics);
    }
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      List<Topic> topics = await(broker);
      measured.put(Metric.READY_AFTER_KILL_MS, broker.elapsedMs());
      measured.put(Metric.READY_AFTER_KILL_CPU_S, broker.proc().cpuSeconds());
      new FirstRecords(4, 5).run(port, topics);
      long start = System.nanoTime();
      broker.serve(
          connection -> {
            topics.get(0).delete(connection);
            return topics;
          });
      measured.put(Metric.DELETE_MS, (System.nanoTime() - start) / 1e6);
      measured.put(Metric.PEAK_RSS_MIB, broker.proc().residentPeakMib());
      broker.stop();
    }
    return measured;
  }

  private List<Topic> create(RunningBroker broker, Map<Metric, Double> measured) throws Exception {
    double before = broker.proc().cpuSeconds();
    long start = System.nanoTime();
    List<Topic> topics = new ArrayList<>();
    for (int i = 0; i < topicCount(); i++) {
      int index = i;
      topics.add(broker.serve(connection -> Topic.create(connection, name(index), size(index))));
      if (i == 0) {
        measured.put(Metric.CREATE_1000_MS, (System.nanoTime() - start) / 1e6);
      }
    }
    measured.put(Metric.CREATE_ALL_MS, (System.nanoTime() - start) / 1e6);
    measured.put(
        Metric.CREATE_CPU_MS_PER_1000,
        (broker.proc().cpuSeconds() - before) * 1e3 * PER_TOPIC / partitions);
    return topics;
  }

  private void firstRecords(RunningBroker broker, List<Topic> topics, Map<Metric, Double> measured)
      throws Exception {
    FirstRecords records = new FirstRecords(4, 5);
    double before = broker.proc().cpuSeconds();
    LoadResult first = records.run(port, topics.subList(0, 1));
    LoadResult rest = records.run(port, topics.subList(1, topics.size()));
    measured.put(
        Metric.USABLE_1000_MS,
        Objects.requireNonNull(measured.get(Metric.CREATE_1000_MS)) + first.nanos() / 1e6);
    measured.put(Metric.FIRST_RECORDS_PER_S, partitions * 1e9 / (first.nanos() + rest.nanos()));
    measured.put(
        Metric.FIRST_RECORD_CPU_US, (broker.proc().cpuSeconds() - before) * 1e6 / partitions);
  }

  private List<Topic> await(RunningBroker broker) throws Exception {
    List<Topic> topics = new ArrayList<>();
    for (int i = 0; i < topicCount(); i++) {
      int index = i;
      topics.add(broker.serve(connection -> Topic.await(connection, name(index), size(index))));
    }
    // Whoever knows its leaders is ready when they take records: the first and the last do.
    List<Topic> ends = List.of(topics.get(0).withPartitions(1));
    new FirstRecords(1, 1).run(port, ends);
    return topics;
  }

  private int topicCount() {
    return (partitions + PER_TOPIC - 1) / PER_TOPIC;
  }

  private int size(int topic) {
    return Math.min(PER_TOPIC, partitions - topic * PER_TOPIC);
  }

  private static String name(int topic) {
    return "many-" + topic;
  }
}
