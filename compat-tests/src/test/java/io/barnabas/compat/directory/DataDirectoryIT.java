package io.barnabas.compat.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Distribution;
import io.barnabas.compat.harness.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A directory goes from Apache Kafka to Barnabas and back, under clients that stay. With {@code
 * -Dswap.all=true} also of the release before, and with both brokers killed instead of stopped.
 */
@ExtendWith(BrokersExtension.class)
final class DataDirectoryIT {
  private static final List<String> GROUPS = List.of(Deeds.GROUP, "modern");

  /**
   * @param classPath of {@code compat-tests/classpaths}; the tools bring the broker of their
   *     release
   */
  private record Case(String classPath, boolean kill) {
    @Override
    public String toString() {
      return classPath + (kill ? " killed" : " stopped");
    }

    /** Apache Kafka writes down once a minute from where a log can be read. */
    List<String> surviving(List<String> data) {
      return kill
          ? data.stream().filter(line -> !line.startsWith("records of trimmed")).toList()
          : data;
    }

    void end(BrokerProcess broker) throws InterruptedException {
      if (kill) {
        broker.kill();
      } else {
        broker.stop();
      }
    }
  }

  static Stream<Case> cases() {
    Stream<Case> all =
        Stream.of(
            new Case("broker", false),
            new Case("broker", true),
            new Case("tools", false),
            new Case("tools", true));
    return Boolean.getBoolean("swap.all") ? all : all.limit(1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void shouldGoFromApacheKafkaToBarnabasAndBack(Case wanted, Brokers brokers) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    BrokerProcess kafka =
        brokers.create(
            Distribution.apacheKafka(wanted.classPath()),
            port,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS",
                "offsets.topic.num.partitions",
                "4",
                "transaction.state.log.num.partitions",
                "2"));
    BrokerProcess barnabas = brokers.create(Distribution.barnabas(), port, on(kafka));

    kafka.start();
    try (Producer<String, String> steady = Clients.producer(kafka, Map.of())) {
      Deeds.createTopics(kafka);
      Deeds.write(kafka, "kafka", 1000);
      steady.send(new ProducerRecord<>("none", 1, "steady", "1")).get();
      Deeds.secure(kafka);
      Deeds.transact(kafka);
      Deeds.commit(kafka, Deeds.GROUP, "classic", 1200, "by Kafka");
      Deeds.commit(kafka, "modern", "consumer", 1200, "by Kafka");
      List<String> kept = ClusterPicture.kept(kafka);
      List<String> before = ClusterPicture.data(kafka, "read_committed", GROUPS);
      wanted.end(kafka);

      String described = describe(barnabas, kafka);
      assertTrue(described.contains("SCRAM credentials  1"), described);
      assertTrue(described.contains("client quotas      1"), described);
      assertTrue(described.matches("(?s).*modern +consumer +[1-4]\n.*"), described);

      barnabas.start();
      assertSame(
          wanted.surviving(before),
          wanted.surviving(ClusterPicture.data(barnabas, "read_committed", GROUPS)));
      steady.send(new ProducerRecord<>("none", 1, "steady", "2")).get();
      Deeds.write(barnabas, "barnabas", 500);
      Deeds.transact(barnabas);
      Deeds.commit(barnabas, Deeds.GROUP, "classic", 700, "by Barnabas");
      Deeds.alterTopic(barnabas, "gzip", "max.message.bytes", "2000000");
      try (Admin admin = Clients.admin(barnabas)) {
        admin.deleteTopics(List.of("lz4")).all().get();
      }
      Clients.topic(barnabas, 2);
      List<String> after = ClusterPicture.data(barnabas, "read_committed", GROUPS);
      wanted.end(barnabas);

      kafka.start();
      assertSame(after, ClusterPicture.data(kafka, "read_committed", GROUPS));
      assertSame(kept, ClusterPicture.kept(kafka));
      steady.send(new ProducerRecord<>("none", 1, "steady", "3")).get();
      Deeds.transact(kafka);
      Deeds.commit(kafka, Deeds.GROUP, "classic", 100, "by Kafka again");
      kafka.stop();
      assertEquals("", complaints(kafka));
    }
  }

  @Test
  void shouldMakeADirectoryThatApacheKafkaTakesOver(Brokers brokers) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    BrokerProcess kafka = brokers.create(Distribution.apacheKafka("broker"), port, Map.of());
    BrokerProcess barnabas = brokers.create(Distribution.barnabas(), port, on(kafka));

    barnabas.start();
    Deeds.createTopics(barnabas);
    Deeds.write(barnabas, "barnabas", 700);
    Deeds.commit(barnabas, Deeds.GROUP, "classic", 700, "by Barnabas");
    List<String> before = ClusterPicture.data(barnabas, "read_committed", List.of(Deeds.GROUP));
    barnabas.stop();

    kafka.start();
    assertSame(before, ClusterPicture.data(kafka, "read_committed", List.of(Deeds.GROUP)));
    kafka.stop();
  }

  private static Map<String, String> on(BrokerProcess other) throws IOException {
    Map<String, String> settings = new HashMap<>();
    settings.put("node.id", "1");
    settings.put("log.dirs", other.dataDirectory().toString());
    return settings;
  }

  private static void assertSame(List<String> expected, List<String> found) {
    assertEquals(String.join("\n", expected), String.join("\n", found));
  }

  /**
   * What Apache Kafka said against the directory. A coordinator that has to give up its partition
   * (stop, lost session) while it still loads it says so at ERROR as well; that speaks of the
   * moment, not of what it read.
   */
  private static String complaints(BrokerProcess kafka) {
    return kafka
        .output()
        .lines()
        .filter(line -> line.contains(" ERROR ") || line.contains("Exception"))
        .filter(line -> !line.contains("Stopped loading records from"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private static String describe(BrokerProcess barnabas, BrokerProcess kafka)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("barnabas-compat-", ".txt");
    try {
      Process process =
          new ProcessBuilder(
                  ClassPaths.root().resolve("bin/barnabas").toString(),
                  "storage",
                  "describe",
                  "--override",
                  "log.dirs=" + kafka.dataDirectory())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertEquals(0, process.waitFor(), () -> barnabas.tail());
      return Files.readString(output);
    } finally {
      Files.delete(output);
    }
  }
}
