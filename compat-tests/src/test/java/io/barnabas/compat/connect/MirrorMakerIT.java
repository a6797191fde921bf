package io.barnabas.compat.connect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * MirrorMaker 2, as a process of its own and exactly once, between an Apache Kafka and the broker
 * under test, in both directions.
 */
@ExtendWith(BrokersExtension.class)
final class MirrorMakerIT {
  private static final String MAIN = "org.apache.kafka.connect.mirror.MirrorMaker";
  private static final int RECORDS = 300;

  /** How far one of two positions of a group is behind the end. */
  private static final int BEHIND = 10;

  @Test
  void shouldMirrorRecordsConfigsAndOffsetsBothWays(@TempDir Path files, Brokers brokers)
      throws Exception {
    BrokerProcess west =
        brokers
            .create(
                Distribution.apacheKafka("broker"),
                Ports.free(RandomGenerator.getDefault()),
                Map.of())
            .start();
    BrokerProcess east = brokers.start(Map.of());
    try (JavaRun mirror = start(files, west, east)) {
      Side there = new Side(west, "orders", east, "west.orders", mirror);
      Side back = new Side(east, "payments", west, "east.payments", mirror);
      for (Side side : List.of(there, back)) {
        side.createSource();
      }
      for (Side side : List.of(there, back)) {
        side.expectRecords();
        side.expectConfig("retention.ms", "123456789");
        side.expectOffsets();
        side.expectHeartbeats();
      }
      for (Side side : List.of(there, back)) {
        side.changeSource();
        side.expectConfig("max.message.bytes", "54321");
        side.expectPartitions(3);
        side.expectRecords();
      }
    }
    assertFalse(topics(east).contains("west.east.payments"));
    assertFalse(topics(west).contains("east.west.orders"));
  }

  private static JavaRun start(Path files, BrokerProcess west, BrokerProcess east)
      throws Exception {
    Properties settings = new Properties();
    settings.setProperty("clusters", "west, east");
    settings.setProperty("west.bootstrap.servers", west.bootstrapServers());
    settings.setProperty("east.bootstrap.servers", east.bootstrapServers());
    settings.setProperty("west->east.enabled", "true");
    settings.setProperty("east->west.enabled", "true");
    settings.setProperty("topics", "orders, payments");
    settings.setProperty("groups", "readers-.*");
    settings.setProperty("exactly.once.source.support", "enabled");
    settings.setProperty("dedicated.mode.enable.internal.rest", "true");
    settings.setProperty(
        "listeners", "http://127.0.0.1:" + Ports.free(RandomGenerator.getDefault()));
    settings.setProperty("sync.group.offsets.enabled", "true");
    settings.setProperty("offset.lag.max", "0");
    settings.setProperty("plugin.discovery", "service_load");
    settings.setProperty("offset.flush.interval.ms", "500");
    settings.setProperty("scheduled.rebalance.max.delay.ms", "0");
    List.of(
            "refresh.topics",
            "refresh.groups",
            "sync.topic.configs",
            "sync.group.offsets",
            "emit.checkpoints",
            "emit.heartbeats")
        .forEach(each -> settings.setProperty(each + ".interval.seconds", "1"));
    List.of(
            "replication.factor",
            "checkpoints.topic.replication.factor",
            "heartbeats.topic.replication.factor",
            "offset-syncs.topic.replication.factor",
            "config.storage.replication.factor",
            "offset.storage.replication.factor",
            "status.storage.replication.factor")
        .forEach(each -> settings.setProperty(each, "1"));
    Path file = files.resolve("mm2.properties");
    try (var out = Files.newBufferedWriter(file)) {
      settings.store(out, null);
    }
    return JavaRun.start(ClassPaths.of("connect"), MAIN, List.of(file.toString()));
  }

  private static String value(int number) {
    return "value-" + number;
  }

  private static Set<String> topics(BrokerProcess broker) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      return new TreeSet<>(admin.listTopics().names().get());
    }
  }

  /** One direction: a topic and its mirror. */
  private static final class Side {
    private final BrokerProcess source;
    private final String topic;
    private final BrokerProcess target;
    private final String mirror;
    private final JavaRun run;
    private int produced;

    Side(BrokerProcess source, String topic, BrokerProcess target, String mirror, JavaRun run) {
      this.source = source;
      this.topic = topic;
      this.target = target;
      this.mirror = mirror;
      this.run = run;
    }

    void createSource() throws Exception {
      try (Admin admin = Clients.admin(source)) {
        Map<String, String> configs = Map.of("retention.ms", "123456789");
        admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1).configs(configs))).all().get();
      }
      produceMore(RECORDS);
    }

    private void produceMore(int count) {
      try (Producer<String, String> producer =
          Clients.producer(source, Map.of("batch.size", "1000"))) {
        for (int i = produced; i < produced + count; i++) {
          producer.send(new ProducerRecord<>(topic, i % 2, "key-" + i, value(i)));
        }
      }
      produced += count;
    }

    void expectRecords() {
      for (int partition = 0; partition < 2; partition++) {
        int own = partition;
        List<String> expected =
            IntStream.range(0, produced)
                .filter(i -> i % 2 == own)
                .mapToObj(MirrorMakerIT::value)
                .toList();
        TopicPartition place = new TopicPartition(mirror, partition);
        await(place + " holds " + expected.size(), () -> read(place, 0).size() >= expected.size());
        assertEquals(expected, read(place, 0));
      }
    }

    void expectConfig(String name, String value) {
      await(
          mirror + " has " + name,
          () -> {
            try (Admin admin = Clients.admin(target)) {
              ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, mirror);
              return value.equals(
                  admin
                      .describeConfigs(List.of(resource))
                      .all()
                      .get()
                      .get(resource)
                      .get(name)
                      .value());
            }
          });
    }

    void expectPartitions(int count) {
      await(
          mirror + " has " + count + " partitions",
          () -> {
            try (Admin admin = Clients.admin(target)) {
              return admin
                      .describeTopics(List.of(mirror))
                      .allTopicNames()
                      .get()
                      .get(mirror)
                      .partitions()
                      .size()
                  == count;
            }
          });
    }

    /**
     * A group that goes on in the target misses nothing, and reads nothing again where it had read
     * all. Only what is read while checkpoints are made is translated, hence more records each
     * time.
     */
    void expectOffsets() {
      await(
          mirror + " has positions",
          () -> {
            produceMore(2);
            commit();
            return unread(0).size() < RECORDS / 2 && unread(1).size() < RECORDS / 2;
          });
      await(mirror + " is read", () -> unread(0).isEmpty());
      await(
          mirror + " is almost read",
          () -> unread(1).size() >= BEHIND && unread(1).size() <= 3 * BEHIND);
    }

    private void commit() throws Exception {
      long end = produced / 2;
      try (Admin admin = Clients.admin(source)) {
        admin
            .alterConsumerGroupOffsets(
                "readers-of-" + topic,
                Map.of(
                    new TopicPartition(topic, 0), new OffsetAndMetadata(end),
                    new TopicPartition(topic, 1), new OffsetAndMetadata(end - BEHIND)))
            .all()
            .get();
      }
    }

    /** What the group would read next in the target. */
    private List<String> unread(int partition) throws Exception {
      TopicPartition place = new TopicPartition(mirror, partition);
      try (Admin admin = Clients.admin(target)) {
        return read(
            place,
            admin
                .listConsumerGroupOffsets("readers-of-" + topic)
                .partitionsToOffsetAndMetadata()
                .get()
                .get(place)
                .offset());
      }
    }

    void expectHeartbeats() {
      String prefix = mirror.substring(0, mirror.indexOf('.'));
      await(
          "heartbeats of " + prefix,
          () -> read(new TopicPartition(prefix + ".heartbeats", 0), 0).size() > 1);
    }

    void changeSource() throws Exception {
      try (Admin admin = Clients.admin(source)) {
        admin
            .incrementalAlterConfigs(
                Map.of(
                    new ConfigResource(ConfigResource.Type.TOPIC, topic),
                    List.of(
                        new AlterConfigOp(
                            new ConfigEntry("max.message.bytes", "54321"),
                            AlterConfigOp.OpType.SET))))
            .all()
            .get();
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(3))).all().get();
      }
      produceMore(RECORDS);
    }

    /** The committed values in the target from an offset on. */
    private List<String> read(TopicPartition place, long offset) {
      List<String> values = new ArrayList<>();
      try (Consumer<String, String> consumer =
          Clients.consumer(target, Map.of("isolation.level", "read_committed"))) {
        consumer.assign(List.of(place));
        consumer.seek(place, offset);
        long end = consumer.endOffsets(List.of(place)).get(place);
        while (consumer.position(place) < end) {
          consumer.poll(Duration.ofMillis(100)).forEach(each -> values.add(each.value()));
        }
      }
      return values;
    }

    private void await(String what, Callable<Boolean> condition) {
      Await.until(what, Await.GENEROUS, condition, this::said);
    }

    private String said() {
      try {
        return run.all();
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
