package io.barnabas.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Kcat;
import io.barnabas.compat.harness.Ports;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each protocol, and each mechanism with good proofs and bad ones, by stock clients, by stock
 * tools, and by kcat where it is installed: by librdkafka, on which the clients of most languages
 * but Java are built. Kerberos is shown beside its own server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EachDoorIT {
  private static final String MODULES = "org.apache.kafka.common.security.";
  private static final String SECRET = "alice-secret";

  /** What only alice, by whatever proof, and the bearer of the good certificate may use. */
  private static final String TOPIC = "theirs";

  private final Brokers brokers = new Brokers();
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private BrokerProcess broker;
  private Authority authority;
  private Path directory;

  @BeforeAll
  void start(@TempDir Path made) throws Exception {
    directory = made;
    authority = new Authority(directory, "The Castle");
    broker = brokers.start(settings());
    try (Admin admin = Clients.admin(broker)) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      for (ScramMechanism each :
          List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
        ScramCredentialInfo info = new ScramCredentialInfo(each, 4096);
        admin
            .alterUserScramCredentials(
                List.of(new UserScramCredentialUpsertion("alice", info, SECRET)))
            .all()
            .get();
      }
      admin.createAcls(List.of(allowed("User:alice"), allowed("User:CN=alice"))).all().get();
    }
    Files.writeString(directory.resolve("ca.pem"), authority.trustPem());
    write("alice", authority.client("CN=alice"));
    write("late", authority.expired("CN=alice"));
  }

  private static AclBinding allowed(String principal) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, TOPIC, PatternType.LITERAL),
        new AccessControlEntry(principal, "*", AclOperation.ALL, AclPermissionType.ALLOW));
  }

  private void write(String name, X509Bundle certificate) throws Exception {
    Files.writeString(directory.resolve(name + ".pem"), certificate.getCertificatePathPEM());
    Files.writeString(directory.resolve(name + ".key"), certificate.getPrivateKeyPEM());
  }

  private Map<String, String> settings() throws Exception {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.putAll(
        Authority.keySettings("", authority.keys("broker.p12", authority.broker("CN=broker"))));
    settings.putAll(authority.trustSettings(""));
    StringBuilder listeners = new StringBuilder();
    StringBuilder map = new StringBuilder("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    for (String[] each :
        new String[][] {
          {"TLS", "SSL"}, {"MUTUAL", "SSL"}, {"SASL", "SASL_PLAINTEXT"}, {"BOTH", "SASL_SSL"}
        }) {
      int port = Ports.free(RandomGenerator.getDefault());
      ports.put(each[0], port);
      listeners.append(listeners.isEmpty() ? "" : ",");
      listeners.append(each[0]).append("://127.0.0.1:").append(port);
      map.append(',').append(each[0]).append(':').append(each[1]);
      String prefix = "listener.name." + each[0].toLowerCase(java.util.Locale.ROOT) + ".";
      if (each[1].startsWith("SASL")) {
        settings.putAll(mechanisms(prefix));
      }
    }
    settings.put("more.listeners", listeners.toString());
    settings.put("listener.security.protocol.map", map.toString());
    // Where there is SASL, that of all listeners is not obeyed (KIP-684).
    settings.put("ssl.client.auth", "required");
    settings.put("listener.name.tls.ssl.client.auth", "none");
    settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:ANONYMOUS");
    return settings;
  }

  private static Map<String, String> mechanisms(String prefix) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        prefix + "plain.sasl.jaas.config",
        MODULES + "plain.PlainLoginModule required user_alice=\"" + SECRET + "\";");
    for (String scram : List.of("scram-sha-256", "scram-sha-512")) {
      settings.put(
          prefix + scram + ".sasl.jaas.config", MODULES + "scram.ScramLoginModule required;");
    }
    settings.put(
        prefix + "oauthbearer.sasl.jaas.config",
        MODULES
            + "oauthbearer.OAuthBearerLoginModule required"
            + " unsecuredLoginStringClaim_sub=\"broker\" unsecuredValidatorRequiredScope=\"kafka\";");
    settings.put(
        prefix + "oauthbearer.sasl.server.callback.handler.class",
        MODULES + "oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler");
    return settings;
  }

  @AfterAll
  void stop() throws Exception {
    brokers.close();
  }

  private String address(String listener) {
    return listener.equals("PLAINTEXT")
        ? broker.bootstrapServers()
        : "127.0.0.1:" + ports.get(listener);
  }

  private static void assumeKcat() {
    assumeTrue(Kcat.isInstalled(), "kcat is not installed");
  }

  private Map<String, String> client(String protocol) {
    Map<String, String> client = new LinkedHashMap<>();
    client.put("security.protocol", protocol.toLowerCase(java.util.Locale.ROOT));
    client.put("ssl.ca.location", directory.resolve("ca.pem").toString());
    return client;
  }

  private Map<String, String> sasl(String protocol, String mechanism, boolean good) {
    Map<String, String> client = client(protocol);
    client.put("sasl.mechanisms", mechanism);
    if (mechanism.equals("OAUTHBEARER")) {
      client.put("enable.sasl.oauthbearer.unsecure.jwt", "true");
      client.put("sasl.oauthbearer.config", "principal=alice" + (good ? " scope=kafka" : ""));
    } else {
      client.put("sasl.username", "alice");
      client.put("sasl.password", good ? SECRET : "guess");
    }
    return client;
  }

  private Map<String, String> withCertificate(String name) {
    Map<String, String> client = client("ssl");
    client.put("ssl.certificate.location", directory.resolve(name + ".pem").toString());
    client.put("ssl.key.location", directory.resolve(name + ".key").toString());
    return client;
  }

  private void roundTrip(String listener, Map<String, String> client) throws Exception {
    assumeKcat();
    Kcat kcat = new Kcat(address(listener), client);
    String line = Clients.unique(listener);
    kcat.produce(TOPIC, line);
    List<String> lines = kcat.consume(TOPIC);
    assertEquals(line, lines.get(lines.size() - 1));
  }

  @Test
  void shouldServeLibrdkafkaWithoutAProofWhereNoneIsAskedFor() throws Exception {
    roundTrip("PLAINTEXT", client("plaintext"));
    roundTrip("TLS", client("ssl"));
  }

  @Test
  void shouldServeLibrdkafkaByItsCertificate() throws Exception {
    roundTrip("MUTUAL", withCertificate("alice"));
    Map<String, String> store = client("ssl");
    Path keys = authority.keys("alice.p12", authority.client("CN=alice"));
    store.put("ssl.keystore.location", keys.toString());
    store.put("ssl.keystore.password", Authority.PASSWORD);
    roundTrip("MUTUAL", store);
  }

  @Test
  void shouldRefuseLibrdkafkaByTlsAndBeRefused() throws Exception {
    assumeKcat();
    new Kcat(address("MUTUAL"), client("ssl"))
        .isRefused(Pattern.compile("certificate required|handshake failure"));
    new Kcat(address("MUTUAL"), withCertificate("late"))
        .isRefused(Pattern.compile("certificate expired"));
    Files.writeString(
        directory.resolve("other.pem"), new Authority(directory, "Another Castle").trustPem());
    Map<String, String> trustsOthers = client("ssl");
    trustsOthers.put("ssl.ca.location", directory.resolve("other.pem").toString());
    new Kcat(address("TLS"), trustsOthers).isRefused(Pattern.compile("certificate verify failed"));
  }

  @ParameterizedTest
  @CsvSource({
    "SASL, SASL_PLAINTEXT, PLAIN",
    "SASL, SASL_PLAINTEXT, SCRAM-SHA-256",
    "SASL, SASL_PLAINTEXT, SCRAM-SHA-512",
    "SASL, SASL_PLAINTEXT, OAUTHBEARER",
    "BOTH, SASL_SSL, PLAIN",
    "BOTH, SASL_SSL, SCRAM-SHA-256",
    "BOTH, SASL_SSL, SCRAM-SHA-512",
    "BOTH, SASL_SSL, OAUTHBEARER"
  })
  void shouldServeLibrdkafkaByAGoodProofAndTellOfABadOne(
      String listener, String protocol, String mechanism) throws Exception {
    roundTrip(listener, sasl(protocol, mechanism, true));
    String reason =
        switch (mechanism) {
          case "PLAIN" -> "Invalid username or password";
          case "OAUTHBEARER" -> "insufficient_scope";
          default -> "invalid credentials with SASL mechanism " + mechanism;
        };
    new Kcat(address(listener), sasl(protocol, mechanism, false))
        .isRefused(Pattern.compile(Pattern.quote(reason)));
  }

  private Map<String, Object> stock(String listener, String protocol) throws Exception {
    Map<String, Object> client =
        switch (listener) {
          case "PLAINTEXT", "SASL" -> new HashMap<>();
          case "MUTUAL" -> authority.client("stock.p12", authority.client("CN=alice"));
          default -> authority.stranger();
        };
    client.put("security.protocol", protocol);
    client.put("bootstrap.servers", address(listener));
    return client;
  }

  private Map<String, Object> stock(
      String listener, String protocol, @Nullable String mechanism, boolean good) throws Exception {
    Map<String, Object> client = stock(listener, protocol);
    if (mechanism != null) {
      String module =
          switch (mechanism) {
            case "PLAIN" -> "plain.PlainLoginModule";
            case "OAUTHBEARER" -> "oauthbearer.OAuthBearerLoginModule";
            default -> "scram.ScramLoginModule";
          };
      String options =
          mechanism.equals("OAUTHBEARER")
              ? " unsecuredLoginStringClaim_sub=\"alice\""
                  + (good ? " unsecuredLoginStringClaim_scope=\"kafka\"" : "")
              : " username=\"alice\" password=\"" + (good ? SECRET : "guess") + "\"";
      client.put("sasl.mechanism", mechanism);
      client.put("sasl.jaas.config", MODULES + module + " required" + options + ";");
    }
    return client;
  }

  @ParameterizedTest
  @CsvSource({
    "PLAINTEXT, PLAINTEXT,",
    "TLS, SSL,",
    "MUTUAL, SSL,",
    "SASL, SASL_PLAINTEXT, PLAIN",
    "SASL, SASL_PLAINTEXT, SCRAM-SHA-256",
    "SASL, SASL_PLAINTEXT, SCRAM-SHA-512",
    "SASL, SASL_PLAINTEXT, OAUTHBEARER",
    "BOTH, SASL_SSL, PLAIN",
    "BOTH, SASL_SSL, SCRAM-SHA-256",
    "BOTH, SASL_SSL, SCRAM-SHA-512",
    "BOTH, SASL_SSL, OAUTHBEARER"
  })
  void shouldServeStockClientsByAGoodProofAndTellOfABadOne(
      String listener, String protocol, @Nullable String mechanism) throws Exception {
    Map<String, Object> client = stock(listener, protocol, mechanism, true);
    try (Producer<String, String> producer = Clients.producer(address(listener), client);
        Consumer<String, String> consumer = Clients.consumer(address(listener), client)) {
      long offset = producer.send(new ProducerRecord<>(TOPIC, listener)).get().offset();
      TopicPartition partition = new TopicPartition(TOPIC, 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, offset);
      assertEquals(listener, Clients.poll(consumer, 1).get(0).value());
    }
    if (mechanism != null) {
      try (Admin admin = Admin.create(stock(listener, protocol, mechanism, false))) {
        assertInstanceOf(
            SaslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS, SSL,, true",
    "MUTUAL, SSL,, true",
    "SASL, SASL_PLAINTEXT, SCRAM-SHA-512, true",
    "BOTH, SASL_SSL, PLAIN, true",
    "BOTH, SASL_SSL, OAUTHBEARER, true",
    "BOTH, SASL_SSL, SCRAM-SHA-256, false"
  })
  void shouldServeStockToolsOrTellThemWhy(
      String listener, String protocol, @Nullable String mechanism, boolean good) throws Exception {
    Path file = directory.resolve("tool.properties");
    Properties properties = new Properties();
    properties.putAll(stock(listener, protocol, mechanism, good));
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    JavaRun.Result result =
        JavaRun.tool(
            "org.apache.kafka.tools.TopicCommand",
            List.of(
                "--bootstrap-server",
                address(listener),
                "--command-config",
                file.toString(),
                "--describe",
                "--topic",
                TOPIC));
    if (good) {
      result.ok().contains("Topic: " + TOPIC);
    } else {
      assertNotEquals(0, result.exitCode());
      result.contains("SaslAuthenticationException");
    }
  }
}
