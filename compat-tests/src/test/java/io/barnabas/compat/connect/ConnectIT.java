package io.barnabas.compat.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lines of a file through an exactly-once source, a topic and a sink, while broker and worker are
 * killed and the worker's own topics are compacted.
 */
@ExtendWith(BrokersExtension.class)
final class ConnectIT {
  private static final int LINES = 800;

  /**
   * The source reads 1,024 characters at a time and looks into what is left of them only when the
   * file has more: lines of 127 characters and their ends, eight of them a batch, leave nothing.
   */
  private static final int BATCH = 8;

  private static final int LINE_LENGTH = 127;

  /**
   * What a dead worker leaves behind is waited for, whichever the broker: its session in the group
   * of workers, that of its sink's consumer, and the transaction that its source had begun, since
   * the next worker reads to the very end of the positions before it does anything else.
   */
  private static final Map<String, String> WORKER =
      Map.of(
          "session.timeout.ms", "2000",
          "heartbeat.interval.ms", "300",
          "scheduled.rebalance.max.delay.ms", "0",
          "offset.flush.interval.ms", "200",
          "connector.client.config.override.policy", "All",
          "offset.storage.internal.segment.bytes", "10000",
          "offset.storage.min.cleanable.dirty.ratio", "0.01");

  private final String group = Clients.unique("connect");
  private final String topic = group + "-lines";

  @Test
  void shouldCarryEachLineOnceThroughKills(@TempDir Path files, Brokers brokers) throws Exception {
    BrokerProcess broker =
        brokers.start(
            Map.of(
                "group.min.session.timeout.ms",
                "1000",
                "transaction.abort.timed.out.transaction.cleanup.interval.ms",
                "500",
                "log.cleaner.backoff.ms",
                "100"));
    Path input = Files.createFile(files.resolve("input"));
    Path output = files.resolve("output");
    try (ConnectWorker worker = ConnectWorker.start(broker, group, files, WORKER)) {
      worker.configure("source", source(input));
      worker.configure("sink", sink(output));
      append(input, 0);
      awaitLines(broker, LINES / 4, worker);
      broker.kill();
      broker.start();
      awaitLines(broker, LINES, worker);
      awaitSink(output, LINES, worker);
      awaitCompaction(broker, worker);
      append(input, LINES);
      awaitLines(broker, LINES + LINES / 4, worker);
      worker.kill();
    }
    try (ConnectWorker worker = ConnectWorker.start(broker, group, files, WORKER)) {
      append(input, 2 * LINES);
      awaitLines(broker, 3 * LINES, worker);
      awaitSink(output, 3 * LINES, worker);
    }
    assertEquals(lines(0, 3 * LINES), read(broker, topic));
    assertEquals(lines(0, 3 * LINES), List.copyOf(new LinkedHashSet<>(Files.readAllLines(output))));
    assertCompacted(broker);
  }

  private Map<String, String> source(Path input) {
    return Map.of(
        "connector.class", "org.apache.kafka.connect.file.FileStreamSourceConnector",
        "exactly.once.support", "required",
        "tasks.max", "1",
        "file", input.toString(),
        "topic", topic,
        "producer.override.transaction.timeout.ms", "2000",
        "batch.size", Integer.toString(BATCH));
  }

  private Map<String, String> sink(Path output) {
    return Map.of(
        "connector.class", "org.apache.kafka.connect.file.FileStreamSinkConnector",
        "tasks.max", "1",
        "file", output.toString(),
        "topics", topic,
        "consumer.override.isolation.level", "read_committed",
        "consumer.override.session.timeout.ms", "2000",
        "consumer.override.heartbeat.interval.ms", "300");
  }

  private static List<String> lines(int from, int to) {
    return IntStream.range(from, to).mapToObj(ConnectIT::line).toList();
  }

  private static String line(int number) {
    String name = "line-" + number;
    return name + "-".repeat(LINE_LENGTH - name.length());
  }

  private static void append(Path input, int from) throws IOException {
    Files.write(input, lines(from, from + LINES), StandardOpenOption.APPEND);
  }

  private void awaitLines(BrokerProcess broker, int count, ConnectWorker worker) {
    Await.until(
        count + " lines in the topic",
        Await.GENEROUS,
        () -> {
          worker.restartIfEndedTooEarly("source", broker);
          return read(broker, topic).size() >= count;
        },
        () -> "but " + read(broker, topic).size() + worker.said());
  }

  private static void awaitSink(Path output, int count, ConnectWorker worker) {
    Await.until(
        count + " lines from the sink",
        Await.GENEROUS,
        () -> Files.exists(output) && Files.readAllLines(output).contains(line(count - 1)),
        worker::said);
  }

  /** Each transaction has left the position in the file; the last one is all that is needed. */
  private void awaitCompaction(BrokerProcess broker, ConnectWorker worker) {
    Await.until(
        "positions compacted",
        Await.GENEROUS,
        () -> read(broker, group + "-offsets").size() < LINES / BATCH / 2,
        worker::said);
  }

  private static List<String> read(BrokerProcess broker, String topic) {
    TopicPartition partition = new TopicPartition(topic, 0);
    List<String> values = new ArrayList<>();
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
      }
    }
    return values;
  }

  private void assertCompacted(BrokerProcess broker) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      List<ConfigResource> topics =
          List.of("-configs", "-offsets", "-status").stream()
              .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, group + name))
              .toList();
      admin
          .describeConfigs(topics)
          .all()
          .get()
          .forEach((name, config) -> assertEquals("compact", config.get("cleanup.policy").value()));
    }
  }
}
