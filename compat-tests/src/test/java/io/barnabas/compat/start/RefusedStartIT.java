package io.barnabas.compat.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.ApiVersionsProbe;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A start that cannot succeed ends at once, not with 0, and says why in words an operator can act
 * on.
 */
@ExtendWith(BrokersExtension.class)
final class RefusedStartIT {

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "num.partitions, many",
    "num.partitions, 0",
    "socket.request.max.bytes, 1.5",
    "log.retention.ms, soon",
    "compression.type, rar",
    "auto.create.topics.enable, perhaps",
    "log.cleanup.policy, shred",
    "authorizer.class.name, org.example.Letmein",
    "listeners, PLAINTEXT//9092",
    "listeners, QUIC://127.0.0.1:9092"
  })
  void shouldNameKeyAndValue(String key, String value, Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.create(Map.of(key, value));
    broker.launch();
    assertNotEquals(0, broker.awaitExit());
    says(broker, key, value);
  }

  @Test
  void shouldNameAPortInUse(Brokers brokers) throws Exception {
    BrokerProcess first = brokers.start(Map.of());
    BrokerProcess second = brokers.create(first.port(), Map.of());
    second.launch();
    assertNotEquals(0, second.awaitExit());
    says(second, Integer.toString(first.port()), "in use");
    assertTrue(ApiVersionsProbe.answers(first.port()));
  }

  @Test
  void shouldNameADataDirectoryInUse(Brokers brokers) throws Exception {
    BrokerProcess first = brokers.start(Map.of());
    String directory = first.dataDirectory().toString();
    BrokerProcess second = brokers.create(Map.of("log.dirs", directory));
    second.launch();
    assertNotEquals(0, second.awaitExit());
    says(second, directory);
    assertTrue(ApiVersionsProbe.answers(first.port()));
  }

  @Test
  void shouldNameADataDirectoryThatCannotBe(Brokers brokers, @TempDir Path temporary)
      throws Exception {
    Path file = Files.writeString(temporary.resolve("file"), "not a directory");
    String directory = file.resolve("data").toString();
    BrokerProcess broker = brokers.create(Map.of("log.dirs", directory));
    Assumptions.assumeFalse(broker.isControl(), "cannot be formatted");
    broker.launch();
    assertNotEquals(0, broker.awaitExit());
    says(broker, directory);
  }

  @Test
  void shouldWarnOfSettingsThatHaveNoEffect(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.create(Map.of("background.threads", "11"));
    Assumptions.assumeFalse(broker.isControl(), "honours it");
    broker.start();
    says(broker, "background.threads");
  }

  private static void says(BrokerProcess broker, String... words) {
    if (broker.isControl()) {
      return;
    }
    String output = broker.output();
    for (String word : words) {
      assertTrue(output.contains(word), () -> "no word of '" + word + "'" + broker.tail());
    }
    List<String> trace = output.lines().filter(line -> line.startsWith("\tat ")).toList();
    assertEquals(List.of(), trace);
  }
}
