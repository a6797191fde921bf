package io.barnabas.compat.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Kcat;
import io.barnabas.compat.harness.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kerby.kerberos.kerb.server.SimpleKdcServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tickets of Kerberos, from a server of it that the test runs. */
@ExtendWith(BrokersExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KerberosIT {
  private static final String CONF = "java.security.krb5.conf";
  private static final String REALM = "CASTLE.EXAMPLE";
  private static final String MODULE = "com.sun.security.auth.module.Krb5LoginModule required ";

  private Path directory;
  private SimpleKdcServer kdc;
  private Path conf;

  /** One for all: this JVM reads but once where it is. */
  @BeforeAll
  void startKdc(@TempDir Path made) throws Exception {
    directory = made;
    int port = Ports.free(RandomGenerator.getDefault());
    kdc = new SimpleKdcServer();
    kdc.setKdcHost("127.0.0.1");
    kdc.setKdcRealm(REALM);
    kdc.setAllowUdp(false);
    kdc.setKdcTcpPort(port);
    kdc.setWorkDir(Files.createDirectory(directory.resolve("kdc")).toFile());
    kdc.init();
    kdc.start();
    conf =
        Files.writeString(
            directory.resolve("krb5.conf"),
            "[libdefaults]\n default_realm = "
                + REALM
                + "\n udp_preference_limit = 1\n dns_canonicalize_hostname = false\n rdns = false\n"
                + "[realms]\n "
                + REALM
                + " = {\n  kdc = 127.0.0.1:"
                + port
                + "\n }\n");
    System.setProperty(CONF, conf.toString());
  }

  @AfterAll
  void stopKdc() throws Exception {
    System.clearProperty(CONF);
    kdc.stop();
  }

  private Path key(String principal) throws Exception {
    Path file = directory.resolve(principal.replace('/', '-') + ".keytab");
    if (Files.exists(file)) {
      return file;
    }
    kdc.createPrincipal(principal);
    kdc.exportPrincipal(principal, file.toFile());
    return file;
  }

  private static String jaas(Path key, String principal) {
    return MODULE
        + "useKeyTab=true storeKey=true keyTab=\""
        + key
        + "\" principal=\""
        + principal
        + "@"
        + REALM
        + "\";";
  }

  /** A broker where alice may do everything. */
  private BrokerProcess broker(Brokers brokers, int port) throws Exception {
    Map<String, String> settings = SaslSettings.broker(port, "GSSAPI");
    settings.put("listeners", "SASL_PLAINTEXT://localhost:" + port);
    settings.put("sasl.kerberos.service.name", "kafka");
    settings.put(
        "sasl.kerberos.principal.to.local.rules", "RULE:[1:$1](clerk.*)s/clerk-//,DEFAULT");
    settings.put(
        "listener.name.sasl_plaintext.gssapi.sasl.jaas.config",
        jaas(key("kafka/localhost"), "kafka/localhost"));
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:alice");
    return brokers
        .create(port, settings)
        .withEnvironment("KAFKA_OPTS", "-D" + CONF + "=" + conf)
        .start();
  }

  @Test
  void shouldServeWhoHasATicketUnderItsShortName(Brokers brokers) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker = broker(brokers, port);

    try (Admin admin = admin(port, key("clerk-alice"), "clerk-alice")) {
      admin.createTopics(List.of(new NewTopic("topic", 1, (short) 1))).all().get();
      assertEquals(1, admin.describeCluster().nodes().get().size());
    }
    try (Admin admin = admin(port, key("bob"), "bob")) {
      assertInstanceOf(
          TopicAuthorizationException.class,
          Clients.failure(admin.createTopics(List.of(new NewTopic("other", 1, (short) 1))).all()));
    }
    try (Admin admin = admin(port, key("carl/office"), "carl/office")) {
      assertEquals(1, admin.describeCluster().nodes().get().size(), "the default rule");
    }
    assertTrue(!broker.output().contains("failed authentication"), broker::tail);
    Map<String, Object> wrong = client(key("eve"), "eve");
    wrong.put("sasl.kerberos.service.name", "another");
    kdc.createPrincipal("another/localhost");
    wrong.put("bootstrap.servers", "localhost:" + port);
    try (Admin admin = Admin.create(wrong)) {
      assertInstanceOf(
          SaslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
    }
  }

  /** librdkafka has its ticket from kinit, and speaks GSSAPI by a plug-in of Cyrus SASL. */
  @Test
  void shouldServeLibrdkafkaWithATicket(Brokers brokers) throws Exception {
    assumeTrue(Kcat.isInstalled() && Kcat.isInstalled("kinit"), "kcat or kinit is not installed");
    int port = Ports.free(RandomGenerator.getDefault());
    BrokerProcess broker = broker(brokers, port);
    Path key = key("clerk-anne");
    try (Admin admin = admin(port, key("clerk-alice"), "clerk-alice")) {
      admin.createTopics(List.of(new NewTopic("topic", 1, (short) 1))).all().get();
    }

    Kcat alice = kcat(port, key("clerk-alice"), "clerk-alice");
    alice.produce("topic", "by ticket");
    assertEquals(List.of("by ticket"), alice.consume("topic"));
    kdc.deletePrincipal("clerk-anne");
    kcat(port, key, "clerk-anne").isRefused(Pattern.compile("kinit|Client not found"));
    assertTrue(!broker.output().contains("failed authentication"), broker::tail);
  }

  private Kcat kcat(int port, Path key, String principal) {
    return new Kcat(
        "localhost:" + port,
        Map.of(
            "security.protocol",
            "sasl_plaintext",
            "sasl.mechanisms",
            "GSSAPI",
            "sasl.kerberos.service.name",
            "kafka",
            "sasl.kerberos.principal",
            principal + "@" + REALM,
            "sasl.kerberos.keytab",
            key.toString()),
        Map.of("KRB5_CONFIG", conf.toString(), "KRB5CCNAME", "FILE:" + key + ".tickets"));
  }

  private static Map<String, Object> client(Path key, String principal) {
    Map<String, Object> client = SaslSettings.client("GSSAPI", jaas(key, principal));
    client.put("sasl.kerberos.service.name", "kafka");
    return client;
  }

  private static Admin admin(int port, Path key, String principal) {
    Map<String, Object> client = client(key, principal);
    client.put("bootstrap.servers", "localhost:" + port);
    return Admin.create(client);
  }
}
