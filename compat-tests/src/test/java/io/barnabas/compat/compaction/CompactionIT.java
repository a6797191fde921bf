package io.barnabas.compat.compaction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Logs shrink to the newest record of each key, and stay readable by everybody. */
@ExtendWith(BrokersExtension.class)
final class CompactionIT {
  private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 0);
  private static final Map<String, String> EAGER =
      Map.of(
          "cleanup.policy", "compact",
          "internal.segment.bytes", "30000",
          "min.cleanable.dirty.ratio", "0.01",
          "delete.retention.ms", "0");

  private static BrokerProcess start(Brokers brokers) throws Exception {
    return brokers.start(
        Map.of("log.cleaner.backoff.ms", "100", "offsets.topic.num.partitions", "1"));
  }

  private static long size(Admin admin, TopicPartition partition) throws Exception {
    return admin.describeLogDirs(List.of(1)).allDescriptions().get().values().stream()
        .flatMap(directories -> directories.values().stream())
        .mapToLong(directory -> directory.replicaInfos().get(partition).size())
        .sum();
  }

  private static Path directory(BrokerProcess broker, TopicPartition partition) {
    return broker.dataDirectory().resolve(partition.toString());
  }

  /** The newest value of each key, as a consumer finds it who begins at the beginning. */
  private static Map<String, String> read(BrokerProcess broker, TopicPartition partition) {
    Map<String, String> newest = new HashMap<>();
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
          put(newest, record.key(), record.value());
        }
      }
    }
    return newest;
  }

  private static void put(Map<String, String> newest, String key, @Nullable String value) {
    if (value == null) {
      newest.remove(key);
    } else {
      newest.put(key, value);
    }
  }

  private static void dump(Path directory) throws Exception {
    try (Stream<Path> entries = Files.list(directory)) {
      String files =
          entries
              .map(Path::toString)
              .filter(file -> file.matches(".*\\.(log|index|timeindex)"))
              .sorted()
              .collect(Collectors.joining(","));
      JavaRun.Result dumped =
          JavaRun.tool(
                  "org.apache.kafka.tools.DumpLogSegments",
                  List.of("--deep-iteration", "--files", files))
              .ok();
      assertTrue(dumped.output().contains("isvalid: true"), dumped.output());
      assertFalse(dumped.output().contains("isvalid: false"), dumped.output());
      assertFalse(dumped.output().contains("Mismatches"), dumped.output());
      assertFalse(dumped.output().contains("corrupt"), dumped.output());
    }
  }

  private static void update(
      Producer<String, String> producer, String topic, int from, int to, Map<String, String> newest)
      throws Exception {
    for (int i = from; i < to; i++) {
      String key = "key" + i % 20;
      String value = i % 50 == 49 ? null : "value " + i + " of " + key + "-".repeat(i % 100);
      producer.send(new ProducerRecord<>(topic, 0, key, value));
      put(newest, key, value);
    }
    producer.flush();
  }

  @Test
  void shouldShrinkATopicToTheNewestValueOfEachKey(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    String topic = Clients.topic(broker, 1, EAGER);
    TopicPartition partition = new TopicPartition(topic, 0);
    Map<String, String> newest = new HashMap<>();
    Map<String, Object> settings = Map.of("compression.type", "lz4", "batch.size", 4000);
    try (Admin admin = Clients.admin(broker);
        Producer<String, String> producer = Clients.producer(broker, settings)) {
      update(producer, topic, 0, 5000, newest);
      // The first segments are one small one now, and nothing is left to compact but the last.
      Await.until("the topic to shrink", () -> size(admin, partition) < 45_000);
      assertEquals(newest, read(broker, partition));

      update(producer, topic, 5000, 8000, newest);
      assertEquals(newest, read(broker, partition));
      Await.until("the topic to shrink again", () -> size(admin, partition) < 45_000);
    }
    broker.kill();
    broker.start();

    assertEquals(newest, read(broker, partition));
    broker.stop();
    dump(directory(broker, partition));
  }

  @Test
  void shouldKeepWhatWasCommittedAndDropWhatWasAborted(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    String topic = Clients.topic(broker, 1, EAGER);
    TopicPartition partition = new TopicPartition(topic, 0);
    Map<String, String> newest = new HashMap<>();
    Map<String, Object> settings = Map.of("transactional.id", topic, "batch.size", 1000);
    try (Admin admin = Clients.admin(broker);
        Producer<String, String> producer = Clients.producer(broker, settings)) {
      producer.initTransactions();
      for (int round = 0; round < 60; round++) {
        producer.beginTransaction();
        boolean abort = round % 3 == 1;
        update(producer, topic, round * 50, round * 50 + 50, abort ? new HashMap<>() : newest);
        if (abort) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
      Await.until("the topic to shrink", () -> size(admin, partition) < 45_000);
      assertEquals(newest, read(broker, partition));
    }
    broker.kill();
    broker.start();

    assertEquals(newest, read(broker, partition));
  }

  @Test
  void shouldRefuseRecordsWithoutKeys(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    String topic = Clients.topic(broker, 1, EAGER);
    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      ExecutionException refused =
          assertThrows(
              ExecutionException.class,
              () -> producer.send(new ProducerRecord<>(topic, "no key")).get());
      assertEquals(InvalidRecordException.class, refused.getCause().getClass());
    }
  }

  @Test
  void shouldShrinkTheOffsetsTopic(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    String topic = Clients.topic(broker, 10);
    try (Admin admin = Clients.admin(broker)) {
      commit(broker, topic, "forgotten", 0, 5);
      admin
          .incrementalAlterConfigs(
              Map.of(
                  new ConfigResource(ConfigResource.Type.TOPIC, OFFSETS.topic()),
                  EAGER.entrySet().stream()
                      .map(
                          e ->
                              new AlterConfigOp(
                                  new ConfigEntry(e.getKey(), e.getValue()), OpType.SET))
                      .toList()))
          .all()
          .get();
      admin.deleteConsumerGroups(List.of("forgotten")).all().get();
      commit(broker, topic, "kept", 0, 300);

      Await.until("the offsets topic to shrink", () -> size(admin, OFFSETS) < 45_000);
      Await.until(
          "the deleted group to be gone",
          () -> {
            commit(broker, topic, "kept", 300, 340);
            return !mentions(broker, "forgotten");
          });
      Map<TopicPartition, OffsetAndMetadata> committed = committed(admin, "kept");

      broker.kill();
      broker.start();
      Await.until("the group to be there again", () -> committed(admin, "kept").equals(committed));
      assertEquals(10, committed.size());
      committed.values().forEach(offset -> assertEquals(339, offset.offset()));
      assertEquals(Map.of(), committed(admin, "forgotten"));
    }
    broker.stop();
    dump(directory(broker, OFFSETS));
  }

  private static void commit(BrokerProcess broker, String topic, String group, int from, int to) {
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", group))) {
      for (int offset = from; offset < to; offset++) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (int partition = 0; partition < 10; partition++) {
          offsets.put(new TopicPartition(topic, partition), new OffsetAndMetadata(offset));
        }
        consumer.commitSync(offsets);
      }
    }
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(Admin admin, String group)
      throws Exception {
    return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
  }

  private static boolean mentions(BrokerProcess broker, String group) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    settings.put("exclude.internal.topics", "false");
    try (Consumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(OFFSETS));
      consumer.seekToBeginning(List.of(OFFSETS));
      long end = consumer.endOffsets(List.of(OFFSETS)).get(OFFSETS);
      boolean mentioned = false;
      while (consumer.position(OFFSETS) < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          mentioned |= new String(record.key(), StandardCharsets.ISO_8859_1).contains(group);
        }
      }
      return mentioned;
    }
  }
}
