package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.kafka.ConfluentKafkaContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * {@code -Dbarnabas.image=barnabas:latest} names the image, built before by {@code docker build}:
 * Testcontainers' own modules, the dialects of other images, addresses that work.
 */
final class ImageIT {
  @BeforeEach
  void needsAnEngineAndAnImage() {
    Engine.assume();
  }

  @Test
  void shouldServeAsConfiguredByItsEnvironment() throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    try (GenericContainer<?> container = container(port)) {
      container.start();
      String bootstrap = "localhost:" + port;
      try (var producer = Clients.producer(bootstrap, Map.of());
          var consumer = Clients.consumer(bootstrap, Map.of())) {
        producer.send(new ProducerRecord<>("letters", 4, "k", "to the castle")).get();
        consumer.assign(List.of(new TopicPartition("letters", 4)));
        consumer.seekToBeginning(consumer.assignment());
        assertEquals("to the castle", Clients.poll(consumer, 1).get(0).value());
        assertEquals(5, consumer.partitionsFor("letters").size());
      }
      container
          .getDockerClient()
          .stopContainerCmd(container.getContainerId())
          .withTimeout(60)
          .exec();
      Long exitCode =
          container
              .getDockerClient()
              .inspectContainerCmd(container.getContainerId())
              .exec()
              .getState()
              .getExitCodeLong();
      assertEquals(143L, exitCode);
    }
  }

  @Test
  void shouldTakeThePlaceOfTheImageOfApacheKafka() throws Exception {
    try (var container = new KafkaContainer(substituteFor("apache/kafka"))) {
      container.start();
      roundTrip(container.getBootstrapServers());
    }
  }

  @Test
  void shouldTakeThePlaceOfTheImageOfConfluent() throws Exception {
    try (var container = new ConfluentKafkaContainer(substituteFor("confluentinc/cp-kafka"))) {
      container.start();
      roundTrip(container.getBootstrapServers());
    }
  }

  private DockerImageName substituteFor(String other) {
    return Engine.image().asCompatibleSubstituteFor(other);
  }

  @Test
  void shouldStartAsTheImageOfBitnamiWouldWithUsersOfItsOwn() throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    try (GenericContainer<?> container =
        Engine.container()
            .withExposedPorts(port)
            .withEnv("KAFKA_CFG_NODE_ID", "0")
            .withEnv("KAFKA_CFG_PROCESS_ROLES", "controller,broker")
            .withEnv("KAFKA_CFG_LISTENERS", "SASL_PLAINTEXT://:" + port + ",CONTROLLER://:9093")
            .withEnv(
                "KAFKA_CFG_LISTENER_SECURITY_PROTOCOL_MAP",
                "SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT")
            .withEnv("KAFKA_CFG_CONTROLLER_QUORUM_VOTERS", "0@localhost:9093")
            .withEnv("KAFKA_CFG_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
            .withEnv("KAFKA_CFG_INTER_BROKER_LISTENER_NAME", "SASL_PLAINTEXT")
            .withEnv("KAFKA_CLIENT_USERS", "frieda")
            .withEnv("KAFKA_CLIENT_PASSWORDS", "secret")
            .withCommand("/opt/bitnami/scripts/kafka/run.sh")) {
      container.setPortBindings(List.of(port + ":" + port));
      container.start();
      for (String mechanism : List.of("PLAIN", "SCRAM-SHA-512")) {
        String module = mechanism.equals("PLAIN") ? "plain.Plain" : "scram.Scram";
        roundTrip(
            "localhost:" + port,
            Map.of(
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                mechanism,
                "sasl.jaas.config",
                "org.apache.kafka.common.security."
                    + module
                    + "LoginModule required username=\"frieda\" password=\"secret\";"));
      }
    }
  }

  @Test
  void shouldServeThroughAPublishedPortAndFromAnotherContainerWithNothingConfigured()
      throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    try (GenericContainer<?> container =
        Engine.container()
            .withExposedPorts(port)
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://:" + port)) {
      container.setPortBindings(List.of(port + ":" + port));
      container.start();
      roundTrip("localhost:" + port);
      // What another container is told: its connection comes from the network itself.
      String own = container.getContainerInfo().getNetworkSettings().getIpAddress();
      try (GenericContainer<?> other =
          Engine.container().withCommand("sleep", "600").withExposedPorts()) {
        other.start();
        Engine.assertTold(other, own, port, own);
      }
    }
  }

  @Test
  void shouldServeThroughAPortPublishedWithADigitInFrontWithNothingConfigured() throws Exception {
    int published = Engine.portFoundOut();
    try (GenericContainer<?> container =
        Engine.container()
            .withExposedPorts(9092)
            .waitingFor(Wait.forLogMessage(".*is published as port " + published + ".*", 1))) {
      container.setPortBindings(List.of(published + ":9092"));
      container.start();
      roundTrip("localhost:" + published);
    }
  }

  @Test
  void shouldSayWhetherItIsReady() throws Exception {
    try (GenericContainer<?> container =
        Engine.container().withExposedPorts(9092).waitingFor(Wait.forHealthcheck())) {
      container.start();
      assertEquals(
          0, container.execInContainer("/opt/barnabas/docker/bin/healthcheck").getExitCode());
      assertEquals("appuser", container.execInContainer("id", "-un").getStdout().trim());
    }
  }

  private static void roundTrip(String bootstrap) throws Exception {
    roundTrip(bootstrap, Map.of());
  }

  private static void roundTrip(String bootstrap, Map<String, Object> client) throws Exception {
    String topic = Clients.unique("letters");
    Map<String, Object> reading = new HashMap<>(client);
    reading.put("group.id", topic);
    try (var producer = Clients.producer(bootstrap, client);
        var consumer = Clients.consumer(bootstrap, reading)) {
      producer.send(new ProducerRecord<>(topic, "to the castle")).get();
      consumer.subscribe(List.of(topic));
      assertEquals("to the castle", Clients.poll(consumer, 1).get(0).value());
      consumer.commitSync();
    }
  }

  private GenericContainer<?> container(int port) {
    GenericContainer<?> container =
        Engine.container()
            .withExposedPorts(9092)
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://0.0.0.0:9092")
            .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://localhost:" + port)
            .withEnv("KAFKA_NUM_PARTITIONS", "5");
    container.setPortBindings(List.of(port + ":9092"));
    return container;
  }
}
