package io.barnabas.compat.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Who may come in, by the file that any Java program is told with a property of the JVM. */
@ExtendWith(BrokersExtension.class)
final class JaasFileIT {
  @TempDir Path directory;
  private Path file;
  private int port;
  private int otherPort;

  @BeforeEach
  void choose() {
    file = directory.resolve("jaas.conf");
    port = Ports.free(RandomGenerator.getDefault());
    otherPort = Ports.free(RandomGenerator.getDefault());
  }

  /** Two listeners, and nothing of JAAS in the settings. */
  private BrokerProcess broker(Brokers brokers) throws Exception {
    Map<String, String> settings = SaslSettings.broker(port, "PLAIN,SCRAM-SHA-256");
    settings.keySet().removeIf(name -> name.endsWith("sasl.jaas.config"));
    settings.put("listeners", settings.get("listeners") + ",OTHER://127.0.0.1:" + otherPort);
    settings.put(
        "listener.security.protocol.map",
        "SASL_PLAINTEXT:SASL_PLAINTEXT,OTHER:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.remove("security.inter.broker.protocol");
    settings.put("inter.broker.listener.name", "SASL_PLAINTEXT");
    return brokers
        .create(port, settings)
        .withEnvironment("KAFKA_OPTS", "-Djava.security.auth.login.config=" + file);
  }

  private static int nodes(int at, String user, String password) throws Exception {
    try (Admin admin = admin(at, user, password)) {
      return admin.describeCluster().nodes().get().size();
    }
  }

  private static void refused(int at, String user, String password) throws Exception {
    try (Admin admin = admin(at, user, password)) {
      assertInstanceOf(
          SaslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
    }
  }

  private static Admin admin(int at, String user, String password) {
    Map<String, Object> client = SaslSettings.client("PLAIN", user, password);
    client.put("bootstrap.servers", "127.0.0.1:" + at);
    return Admin.create(client);
  }

  @Test
  void shouldObeyTheContextOfTheListenerAndThatOfAll(Brokers brokers) throws Exception {
    Files.writeString(
        file,
        "// For all.\nKafkaServer {\n  "
            + SaslSettings.PLAIN_MODULE
            + " required\n  username=\"admin\" password=\"admin-secret\"\n"
            + "  user_admin=\"admin-secret\" user_alice=\"everywhere\";\n  "
            + SaslSettings.SCRAM_MODULE
            + " required;\n};\nother.KafkaServer {\n  "
            + SaslSettings.PLAIN_MODULE
            + " required user_alice=\"elsewhere\";\n  "
            + SaslSettings.SCRAM_MODULE
            + " required;\n};\n");
    BrokerProcess broker = broker(brokers).start();

    assertEquals(1, nodes(port, "alice", "everywhere"));
    assertEquals(1, nodes(otherPort, "alice", "elsewhere"));
    refused(otherPort, "alice", "everywhere");
    refused(otherPort, "admin", "admin-secret");
    assertFalse(broker.output().contains("everywhere"), broker::tail);
  }

  @Test
  void shouldNotStartWithoutOneThatSaysEnough(Brokers brokers) throws Exception {
    refusesToStart(brokers, "jaas.conf");
    Files.writeString(file, "KafkaServer { not a jaas file");
    refusesToStart(brokers, "jaas.conf");
    Files.writeString(file, "Client { " + SaslSettings.PLAIN_MODULE + " required; };");
    refusesToStart(brokers, "sasl_plaintext.KafkaServer");
    Files.writeString(file, "KafkaServer { org.example.OtherLoginModule required; };");
    refusesToStart(brokers, "org.example.OtherLoginModule");
  }

  private void refusesToStart(Brokers brokers, String words) throws Exception {
    BrokerProcess broker = broker(brokers);
    broker.launch();
    assertNotEquals(0, broker.awaitExit());
    assertTrue(broker.output().contains(words), broker::tail);
  }
}
