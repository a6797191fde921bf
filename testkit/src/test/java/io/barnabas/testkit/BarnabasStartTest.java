package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and starting again, one and many. */
final class BarnabasStartTest {

  @Test
  void shouldServeStockClientsAndLeaveNothingBehind() throws Exception {
    Path directory;
    try (Barnabas broker = Barnabas.start();
        Clients.Producer producer = Clients.producer(broker)) {
      directory = broker.directory();
      assertEquals(0, producer.put("orders", "first"));

      assertEquals(List.of("first"), Clients.values(broker, "orders"));
      assertTrue(Files.isDirectory(directory));
    }
    assertFalse(Files.exists(directory));
  }

  @Test
  void shouldMakeTopicsAndObeyPropertiesAtTheStart() throws Exception {
    Topic compacted = Topic.of("state", 2).with("cleanup.policy", "compact");
    try (Barnabas broker =
            Barnabas.configure()
                .topic("orders", 3)
                .topic(compacted)
                .property("auto.create.topics.enable", "false")
                .start();
        Admin admin = Clients.admin(broker)) {
      assertEquals(Set.of("orders", "state"), admin.listTopics().names().get());
      var topics = admin.describeTopics(List.of("orders", "state")).allTopicNames().get();
      assertEquals(3, topics.get("orders").partitions().size());
      assertEquals(2, topics.get("state").partitions().size());
    }
  }

  @Test
  void shouldRunTwentyBrokersAtOnceThatKnowNothingOfEachOther() throws Exception {
    int count = 20;
    ExecutorService starters = Executors.newFixedThreadPool(4);
    List<Barnabas> brokers = new ArrayList<>();
    try {
      List<CompletableFuture<Barnabas>> starting =
          IntStream.range(0, count)
              .mapToObj(i -> CompletableFuture.supplyAsync(Barnabas::start, starters))
              .toList();
      for (CompletableFuture<Barnabas> each : starting) {
        brokers.add(each.join());
      }
      Set<Integer> ports = new HashSet<>();
      for (Barnabas broker : brokers) {
        assertTrue(ports.add(broker.port()));
        try (Clients.Producer producer = Clients.producer(broker)) {
          long unused = producer.put("orders", "of " + broker.port());
        }
      }
      for (Barnabas broker : brokers) {
        assertEquals(List.of("of " + broker.port()), Clients.values(broker, "orders"));
      }
    } finally {
      brokers.forEach(Barnabas::close);
      starters.shutdown();
    }
  }

  @Test
  void shouldComeBackWithItsDataOnTheSamePort() throws Exception {
    try (Barnabas broker = Barnabas.start();
        Clients.Producer producer = Clients.producer(broker)) {
      int port = broker.port();
      long unused = producer.put("orders", "before");

      broker.restart();

      assertEquals(port, broker.port());
      assertEquals(1, producer.put("orders", "after"));
      assertEquals(List.of("before", "after"), Clients.values(broker, "orders"));
    }
  }

  @Test
  void shouldKeepTheDataOfADirectoryItWasGiven(@TempDir Path directory) throws Exception {
    BarnabasBuilder builder = Barnabas.configure().directory(directory);
    try (Barnabas broker = builder.start();
        Clients.Producer producer = Clients.producer(broker)) {
      long unused = producer.put("orders", "kept");
    }
    try (Barnabas broker = builder.start()) {
      assertEquals(List.of("kept"), Clients.values(broker, "orders"));
    }
  }

  @Test
  void shouldKeepItsDataInMemoryWhereTheMachineCan() throws Exception {
    try (Barnabas broker = Barnabas.configure().inMemory().start();
        Clients.Producer producer = Clients.producer(broker)) {
      assertEquals(
          Files.isWritable(Path.of("/dev/shm")), broker.directory().startsWith("/dev/shm"));
      assertEquals(0, producer.put("orders", "light"));
    }
  }

  @Test
  void shouldListenAsItsPropertiesSay() throws Exception {
    try (Barnabas broker =
            Barnabas.configure()
                .property("listeners", "PLAINTEXT://127.0.0.1:0,SASL_PLAINTEXT://127.0.0.1:0")
                .property("sasl.enabled.mechanisms", "PLAIN")
                .property(
                    "listener.name.sasl_plaintext.plain.sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " user_k=\"castle\";")
                .topic("orders", 1)
                .start();
        Admin admin =
            Admin.create(
                Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers("SASL_PLAINTEXT"),
                    "security.protocol",
                    "SASL_PLAINTEXT",
                    "sasl.mechanism",
                    "PLAIN",
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"k\" password=\"castle\";"))) {
      assertEquals(Set.of("orders"), admin.listTopics().names().get());
    }
  }

  @Test
  void shouldSayWhichSettingCannotBeRight() {
    BarnabasBuilder builder = Barnabas.configure().property("num.partitions", "many");

    ConfigException refused = assertThrows(ConfigException.class, builder::start);

    assertTrue(refused.getMessage().contains("num.partitions"), refused.getMessage());
  }

  @Test
  void shouldGiveItsDirectoryBackWhenTheStartIsRefused(@TempDir Path directory) throws Exception {
    BarnabasBuilder builder = Barnabas.configure().directory(directory);
    try (Barnabas broker = builder.start();
        Clients.Producer producer = Clients.producer(broker)) {
      long unused = producer.put("orders", "kept");
    }
    BarnabasBuilder wrong =
        Barnabas.configure()
            .directory(directory)
            .property("listeners", "SASL_PLAINTEXT://127.0.0.1:0")
            .property("sasl.enabled.mechanisms", "OAUTHBEARER")
            .property(
                "sasl.oauthbearer.jwks.endpoint.url",
                directory.resolve("nowhere").toUri().toString());

    assertThrows(ConfigException.class, wrong::start);

    assertTrue(Files.exists(directory.resolve(".kafka_cleanshutdown")));
    try (Barnabas broker = builder.start()) {
      assertEquals(List.of("kept"), Clients.values(broker, "orders"));
    }
  }
}
