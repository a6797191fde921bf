package io.barnabas.compat.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokersExtension.class)
final class LifecycleIT {
  /**
   * What a JVM that runs its shutdown hooks on SIGTERM returns, and what one that ends by itself
   * does.
   */
  private static final Set<Integer> CLEAN_EXITS = Set.of(0, 143);

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"kill", "stop"})
  void shouldBringEverythingBack(String end, Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    String topic = Clients.topic(broker, 3, Map.of("retention.ms", "99999999"));
    String doomed = Clients.topic(broker, 1);
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Uuid id = id(broker, topic);
    String clusterId = clusterId(broker);
    try (var admin = Clients.admin(broker);
        var producer = Clients.producer(broker, Map.of())) {
      producer.send(new ProducerRecord<>(topic, 1, "k", "before")).get();
      var set =
          new AlterConfigOp(new ConfigEntry("segment.ms", "777777"), AlterConfigOp.OpType.SET);
      admin.incrementalAlterConfigs(Map.of(resource, List.of(set))).all().get();
      admin.deleteTopics(List.of(doomed)).all().get();
    }

    if (end.equals("kill")) {
      broker.kill();
    } else {
      assertTrue(CLEAN_EXITS.contains(broker.stop()));
      assertTrue(Files.exists(broker.dataDirectory().resolve(".kafka_cleanshutdown")));
    }
    broker.start();

    Await.until("the topic has its id", () -> id(broker, topic).equals(id));
    assertEquals(clusterId, clusterId(broker));
    try (var admin = Clients.admin(broker);
        var producer = Clients.producer(broker, Map.of());
        var consumer = Clients.consumer(broker, Map.of())) {
      var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
      assertEquals("99999999", config.get("retention.ms").value());
      assertEquals("777777", config.get("segment.ms").value());
      assertTrue(!admin.listTopics().names().get().contains(doomed));
      assertEquals(1, producer.send(new ProducerRecord<>(topic, 1, "k", "after")).get().offset());
      consumer.assign(List.of(new TopicPartition(topic, 1)));
      consumer.seekToBeginning(consumer.assignment());
      assertEquals("before", Clients.poll(consumer, 2).get(0).value());
    }
  }

  @Test
  void shouldEndOnSigtermWhileClientsAreBusy(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    String topic = Clients.topic(broker, 1);
    try (var producer =
            Clients.producer(
                broker, Map.of("delivery.timeout.ms", 2_000, "request.timeout.ms", 1_000));
        var consumer = Clients.consumer(broker, Map.of("group.id", "busy"))) {
      consumer.subscribe(List.of(topic));
      producer.send(new ProducerRecord<>(topic, "x")).get();
      Clients.poll(consumer, 1);
      assertTrue(CLEAN_EXITS.contains(broker.stop()));
      consumer.close(
          org.apache.kafka.clients.consumer.CloseOptions.timeout(java.time.Duration.ZERO));
    }
  }

  @Test
  void shouldSayInOneLineWhatItListensOn(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.create(Map.of());
    Assumptions.assumeFalse(broker.isControl(), "Barnabas' own words");
    broker.start();
    Await.until(
        "the line with the listener and the time",
        () ->
            broker
                .output()
                .lines()
                .anyMatch(
                    line ->
                        line.matches(".*127\\.0\\.0\\.1:" + broker.port() + ".*\\b\\d+ ?ms\\b.*")));
    assertEquals(0, stackTraceLines(broker));
  }

  @Test
  void shouldStayAlmostEmptyWithoutTopics(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.create(Map.of());
    Assumptions.assumeFalse(broker.isControl(), "Barnabas' own promise");
    broker.start();
    long bytes;
    try (var files = Files.walk(broker.dataDirectory())) {
      // The reserve is there for a disk that runs full, and of one size.
      bytes =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.endsWith(".barnabas-reserve"))
              .mapToLong(LifecycleIT::size)
              .sum();
    }
    assertTrue(bytes < 64 * 1024, bytes + " bytes in an empty broker's directory");
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return 0;
    }
  }

  private static long stackTraceLines(BrokerProcess broker) {
    return broker.output().lines().filter(line -> line.startsWith("\tat ")).count();
  }

  private static Uuid id(BrokerProcess broker, String topic) throws Exception {
    try (var admin = Clients.admin(broker)) {
      return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).topicId();
    }
  }

  private static String clusterId(BrokerProcess broker) throws Exception {
    try (var admin = Clients.admin(broker)) {
      return admin.describeCluster().clusterId().get();
    }
  }
}
