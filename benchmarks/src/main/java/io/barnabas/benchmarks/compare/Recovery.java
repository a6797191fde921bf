package io.barnabas.benchmarks.compare;

import io.barnabas.benchmarks.load.FirstRecords;
import io.barnabas.benchmarks.load.ProduceLoad;
import io.barnabas.benchmarks.load.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How long a broker takes to be back after {@code kill -9} in the middle of being written to: until
 * every partition has taken a record again.
 *
 * @param bytes what there is in the logs
 * @param load what is asked of it then
 */
record Recovery(Contender contender, Path home, int port, long bytes, UsualLoad load)
    implements Measurements {
  private static final int PARTITIONS = 20;
  private static final long SPARE_BYTES = 2_000_000_000;

  @Override
  public Map<Metric, Double> measure() throws Exception {
    Map<Metric, Double> measured = new EnumMap<>(Metric.class);
    ProduceLoad filling = new ProduceLoad(4, 5, BATCH_BYTES, RECORD_BYTES, CODEC, (short) -1);
    if (Files.getFileStore(home).getUsableSpace() < bytes + SPARE_BYTES) {
      throw new IOException("no room for " + bytes + " bytes in " + home);
    }
    contender.prepare(home, port);
    Topic topic;
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      topic = broker.serve(connection -> Topic.create(connection, "filled", PARTITIONS));
      everyPartition(topic);
      measured.put(Metric.START_MS, broker.elapsedMs());
      filling.fill(port, topic, bytes);
    }
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      ready(broker, topic);
      measured.put(Metric.READY_AFTER_KILL_MS, broker.elapsedMs());
      measured.put(Metric.READY_AFTER_KILL_CPU_S, broker.proc().cpuSeconds());
      measured.put(Metric.STOP_MS, broker.stop());
    }
    try (RunningBroker broker = RunningBroker.start(contender, home, port)) {
      ready(broker, topic);
      measured.put(Metric.READY_AFTER_STOP_MS, broker.elapsedMs());
      load.run(broker, topic, measured);
    }
    return measured;
  }

  private void ready(RunningBroker broker, Topic topic) throws Exception {
    Topic there = broker.serve(c -> Topic.await(c, topic.name(), topic.partitions()));
    everyPartition(there);
  }

  private void everyPartition(Topic topic) throws Exception {
    new FirstRecords(1, 1).run(port, List.of(topic));
  }
}
