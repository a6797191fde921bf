package io.barnabas.compat.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * {@code -Dbarnabas.image=barnabas:latest} names the image, built before by {@code docker build}.
 */
final class ImageIT {
  private final String image = System.getProperty("barnabas.image", "");

  @BeforeEach
  void needsAnEngineAndAnImage() {
    Assumptions.assumeFalse(image.isEmpty(), "no -Dbarnabas.image");
    Assumptions.assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(), "no container engine");
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

  private GenericContainer<?> container(int port) {
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image))
            .withExposedPorts(9092)
            .withEnv("KAFKA_LISTENERS", "PLAINTEXT://0.0.0.0:9092")
            .withEnv("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://localhost:" + port)
            .withEnv("KAFKA_NUM_PARTITIONS", "5");
    container.setPortBindings(List.of(port + ":9092"));
    return container;
  }
}
