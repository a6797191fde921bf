package io.barnabas.compat.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A Kafka Streams application through kill -9 of itself and of the broker, its results compared
 * with what a computation over the whole input gives. {@code -Dstreams.rounds=N} for more kills.
 */
@ExtendWith(BrokersExtension.class)
final class StreamsIT {
  private static final int KEYS = 5;
  private static final int PER_ROUND = 400;
  private static final List<String> TOPICS =
      List.of("words", "left", "right", "rows", "counts", "joined", "table");

  private final int rounds = Integer.getInteger("streams.rounds", 2);

  @ParameterizedTest
  @ValueSource(strings = {"exactly_once_v2", "at_least_once"})
  void shouldEqualBatchComputationThroughKills(
      String guarantee, @TempDir Path state, Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("group.min.session.timeout.ms", "1000"));
    String application = Clients.unique("streams");
    try (Admin admin = Clients.admin(broker)) {
      admin
          .createTopics(
              TOPICS.stream()
                  .map(name -> new NewTopic(application + "-" + name, 1, (short) 1))
                  .toList())
          .all()
          .get();
    }
    List<String> arguments =
        List.of(broker.bootstrapServers(), application, guarantee, state.toString());
    for (int round = 0; round < rounds; round++) {
      try (JavaRun run = start(arguments)) {
        produce(broker, application, round);
        awaitInput(broker, application, round * PER_ROUND + PER_ROUND / 2, run);
        if (round % 2 == 1) {
          broker.kill();
          broker.start();
          awaitInput(broker, application, (round + 1) * PER_ROUND, run);
        }
        if (round < rounds - 1) {
          run.kill();
        } else {
          check(broker, application, guarantee.startsWith("exactly"), run);
        }
      }
    }
  }

  private static JavaRun start(List<String> arguments) throws Exception {
    Path classes = ClassPaths.root().resolve("compat-tests/classpaths/streams/target/classes");
    return JavaRun.start(
        classes + File.pathSeparator + ClassPaths.of("streams"),
        "io.barnabas.classpaths.streams.StreamsDriver",
        arguments);
  }

  /** Numbers go on over the rounds; ten seconds lie between two records of a side. */
  private static void produce(BrokerProcess broker, String application, int round) {
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      for (int i = round * PER_ROUND; i < (round + 1) * PER_ROUND; i++) {
        String key = "key-" + i % KEYS;
        long time = 1_000_000_000_000L + i * 10_000L;
        send(producer, application + "-words", time, key, "each word-" + i % KEYS);
        send(producer, application + "-left", time, key, "left-" + i);
        send(producer, application + "-right", time + 500, key, "right-" + i);
        send(producer, application + "-rows", time, key, "row-" + i);
      }
    }
  }

  private static void send(
      Producer<String, String> producer, String topic, long time, String key, String value) {
    producer.send(new ProducerRecord<>(topic, 0, time, key, value));
  }

  /** Waits until the application has committed that many of the words it reads. */
  private static void awaitInput(BrokerProcess broker, String application, long offset, JavaRun run)
      throws Exception {
    TopicPartition words = new TopicPartition(application + "-words", 0);
    try (Admin admin = Clients.admin(broker)) {
      Await.until(
          offset + " words are read",
          Await.GENEROUS,
          () -> {
            var committed =
                admin
                    .listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .get(words);
            return committed != null && committed.offset() >= offset;
          },
          () -> said(run));
    }
  }

  private static String said(JavaRun run) {
    try {
      return run.output();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void check(BrokerProcess broker, String application, boolean exactly, JavaRun run)
      throws Exception {
    int records = rounds * PER_ROUND;
    awaitInput(broker, application, records, run);
    List<String> pairs =
        IntStream.range(0, records).mapToObj(i -> "left-" + i + "+right-" + i).toList();
    Map<String, List<String>> counts =
        read(
            broker,
            application + "-counts",
            "word-" + (records - 1) % KEYS,
            Integer.toString(records / KEYS),
            run);
    Map<String, List<String>> joined =
        read(broker, application + "-joined", "key-" + (records - 1) % KEYS, last(pairs), run);
    Map<String, List<String>> table =
        read(
            broker,
            application + "-table",
            "key-" + (records - 1) % KEYS,
            "row-" + (records - 1),
            run);
    for (int key = 0; key < KEYS; key++) {
      int own = key;
      List<String> rows =
          IntStream.range(0, records)
              .filter(i -> i % KEYS == own)
              .mapToObj(i -> "row-" + i)
              .toList();
      List<String> count =
          IntStream.rangeClosed(1, rows.size()).mapToObj(Integer::toString).toList();
      List<String> matched =
          rows.stream()
              .map(row -> row.replace("row-", ""))
              .map(i -> "left-" + i + "+right-" + i)
              .toList();
      if (exactly) {
        assertEquals(count, counts.get("word-" + key));
        assertEquals(rows, table.get("key-" + key));
        assertEquals(matched, joined.get("key-" + key));
      } else {
        assertTrue(Integer.parseInt(last(counts.get("word-" + key))) >= rows.size());
        assertEquals(last(rows), last(table.get("key-" + key)));
        assertEquals(new HashSet<>(matched), new HashSet<>(joined.get("key-" + key)));
      }
    }
  }

  /** The committed values by key, once {@code key} has got {@code value} and all else is there. */
  private static Map<String, List<String>> read(
      BrokerProcess broker, String topic, String key, String value, JavaRun run) {
    Map<String, List<String>> values = new HashMap<>();
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(partition));
      Await.until(
          topic + " holds " + value,
          Await.GENEROUS,
          () -> {
            consumer
                .poll(Duration.ofMillis(100))
                .forEach(
                    each ->
                        values
                            .computeIfAbsent(each.key(), unused -> new ArrayList<>())
                            .add(each.value()));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            return values.getOrDefault(key, List.of()).contains(value)
                && consumer.position(partition) >= end;
          },
          () -> said(run));
    }
    return values;
  }

  private static String last(List<String> values) {
    return values.get(values.size() - 1);
  }
}
