package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FetchLoad;
import io.barnabas.benchmarks.load.FirstRecords;
import io.barnabas.benchmarks.load.LoadResult;
import io.barnabas.benchmarks.load.OffsetCommitLoad;
import io.barnabas.benchmarks.load.OpenConnections;
import io.barnabas.benchmarks.load.PreparedRequests;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.util.List;
import java.util.Map;

/**
 * What is asked of a broker while something about it grows: batches of 16 KiB produced to every
 * partition in turn, the last batch of each fetched, offsets committed; one after the other, 20
 * requests on their way.
 *
 * @param connections the requests are shared out among
 * @param groups that commit in turn, an offset each
 * @param seconds each of the three is measured; 0 for nothing
 * @param warmup processor seconds of the broker before each
 */
record UsualLoad(int connections, int groups, double seconds, double warmup) {
  static final UsualLoad NONE = new UsualLoad(0, 0, 0, 0);

  private static final int RECORDS = Measurements.BATCH_BYTES / Measurements.RECORD_BYTES;

  /** Where one of the three is put down. */
  private record Places(Metric perSecond, Metric processorUs, Metric p99) {
    static final Places PRODUCE =
        new Places(Metric.PRODUCE_PER_S, Metric.PRODUCE_CPU_US, Metric.PRODUCE_P99_MS);
    static final Places FETCH =
        new Places(Metric.FETCH_PER_S, Metric.FETCH_CPU_US, Metric.FETCH_P99_MS);
    static final Places COMMIT =
        new Places(
            Metric.OFFSET_COMMITS_PER_S, Metric.OFFSET_COMMIT_CPU_US, Metric.OFFSET_COMMIT_P99_MS);
  }

  void run(RunningBroker broker, Topic topic, Map<Metric, Double> measured) throws Exception {
    if (seconds <= 0) {
      return;
    }
    new FirstRecords(4, 5).run(broker.port(), List.of(topic));
    OffsetCommitLoad commits = new OffsetCommitLoad(groups, 4, 5);
    // One partition of the topic, however many there are: the request is to be the same.
    Topic read = topic.withPartitions(1);
    broker.serve(
        connection -> {
          commits.once(connection, read);
          return read;
        });
    try (OpenConnections open = OpenConnections.open(broker.port(), connections)) {
      ProduceLoad load =
          new ProduceLoad(
              4,
              5,
              Measurements.BATCH_BYTES,
              Measurements.RECORD_BYTES,
              Measurements.CODEC,
              (short) -1);
      PreparedRequests produce = load.prepared(topic);
      open.once(produce);
      measure(broker, open, produce, Places.PRODUCE, measured);
      PreparedRequests fetch =
          broker.serve(
              connection ->
                  new FetchLoad(1, Measurements.BATCH_BYTES).atTheHead(connection, topic, RECORDS));
      measure(broker, open, fetch, Places.FETCH, measured);
      measure(broker, open, commits.prepared(read), Places.COMMIT, measured);
      measured.put(Metric.LOAD_RSS_MIB, broker.proc().residentMib());
    }
  }

  private void measure(
      RunningBroker broker,
      OpenConnections open,
      PreparedRequests requests,
      Places places,
      Map<Metric, Double> measured)
      throws Exception {
    broker.warmUp(warmup, () -> open.run(requests, 0.5));
    double before = broker.proc().cpuSeconds();
    LoadResult result = open.run(requests, seconds);
    double cpu = broker.proc().cpuSeconds() - before;
    measured.put(places.processorUs, cpu * 1e6 / result.latencies().count());
    measured.put(places.perSecond, result.requestsPerSecond());
    measured.put(places.p99, result.latencyMs(0.99));
  }
}
