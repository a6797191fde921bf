package io.barnabas.compat.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barnabas.compat.clients.ClientDriver;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.ClassPaths;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.InstalledJdks;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.RawConnection;
import io.barnabas.compat.monitoring.Scrape;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.ApiVersionsRequest;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.requests.SaslAuthenticateRequest;
import org.apache.kafka.common.requests.SaslAuthenticateResponse;
import org.apache.kafka.common.requests.SaslHandshakeRequest;
import org.apache.kafka.common.requests.SaslHandshakeResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and passwords, by PLAIN and by SCRAM, as stock clients and tools give them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SaslIT {
  private static final int LIFETIME_MS = 2000;

  /** The last JDK whose Subject.getSubject answers. */
  private static final int SUBJECT_OF_A_CONTEXT = 22;

  private final Brokers brokers = new Brokers();
  private BrokerProcess broker;
  private int shortPort;
  private int http;

  @BeforeAll
  void start() throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    shortPort = Ports.free(RandomGenerator.getDefault());
    http = Ports.free(RandomGenerator.getDefault());
    Map<String, String> settings = SaslSettings.broker(port, "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512");
    String listeners = settings.get("listeners") + ",SHORT://127.0.0.1:" + shortPort;
    settings.put("listeners", listeners);
    settings.put(
        "listener.security.protocol.map",
        "SASL_PLAINTEXT:SASL_PLAINTEXT,SHORT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.remove("security.inter.broker.protocol");
    settings.put("inter.broker.listener.name", "SASL_PLAINTEXT");
    settings.put(
        "listener.name.short.plain.sasl.jaas.config",
        settings.get("listener.name.sasl_plaintext.plain.sasl.jaas.config"));
    settings.put("listener.name.short.sasl.enabled.mechanisms", "PLAIN");
    settings.put("listener.name.short.plain.connections.max.reauth.ms", "" + LIFETIME_MS);
    settings.put("barnabas.http.listener", "127.0.0.1:" + http);
    broker = brokers.create(port, settings).start();
    try (Admin admin = admin(SaslSettings.client("PLAIN", "admin", "admin-secret"))) {
      for (ScramMechanism mechanism :
          List.of(ScramMechanism.SCRAM_SHA_256, ScramMechanism.SCRAM_SHA_512)) {
        admin.alterUserScramCredentials(List.of(upsertion("alice", mechanism))).all().get();
      }
    }
  }

  private static UserScramCredentialUpsertion upsertion(String user, ScramMechanism mechanism) {
    return new UserScramCredentialUpsertion(
        user, new ScramCredentialInfo(mechanism, 4096), "alice-secret");
  }

  @AfterAll
  void stop() throws Exception {
    brokers.close();
  }

  private Admin admin(Map<String, Object> client) {
    return admin(broker.bootstrapServers(), client);
  }

  private static Admin admin(String bootstrapServers, Map<String, Object> client) {
    Map<String, Object> all = new HashMap<>(client);
    all.put("bootstrap.servers", bootstrapServers);
    return Admin.create(all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
  void shouldServeWhoKnowsThePassword(String mechanism) throws Exception {
    Map<String, Object> client = SaslSettings.client(mechanism, "alice", "alice-secret");
    String topic = Clients.unique("sasl");
    try (Admin admin = admin(client)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    try (Producer<String, String> producer = Clients.producer(broker.bootstrapServers(), client)) {
      for (int i = 0; i < 100; i++) {
        producer.send(new ProducerRecord<>(topic, "value-" + i));
      }
      producer.flush();
    }
    Map<String, Object> reader = new HashMap<>(client);
    reader.put("group.id", topic);
    try (Consumer<String, String> consumer = Clients.consumer(broker.bootstrapServers(), reader)) {
      consumer.subscribe(List.of(topic));
      int read = 0;
      while (read < 100) {
        read += consumer.poll(Duration.ofSeconds(1)).count();
      }
      consumer.commitSync();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"})
  void shouldTellWhoDoesNotAndNothingMore(String mechanism) throws Exception {
    assertEquals(
        refusal(SaslSettings.client(mechanism, "alice", "wrong")),
        refusal(SaslSettings.client(mechanism, "nobody", "alice-secret")));
    assertEquals(
        mechanism.equals("PLAIN")
            ? "Authentication failed: Invalid username or password"
            : "Authentication failed during authentication due to invalid credentials with SASL"
                + " mechanism "
                + mechanism,
        refusal(SaslSettings.client(mechanism, "alice", "wrong")));
    assertFalse(broker.output().contains("alice-secret"), "no secrets in the log");
    assertTrue(broker.output().contains("failed authentication by " + mechanism), broker::tail);
  }

  private String refusal(Map<String, Object> client) throws Exception {
    try (Admin admin = admin(client)) {
      Throwable failure = Clients.failure(admin.describeCluster().nodes());
      return assertInstanceOf(SaslAuthenticationException.class, failure).getMessage();
    }
  }

  @Test
  void shouldNameTheMechanismsThereAre() throws Exception {
    try (Admin admin =
        admin(
            SaslSettings.client(
                "OAUTHBEARER",
                SaslSettings.OAUTH_MODULE
                    + " required unsecuredLoginStringClaim_sub=\"alice\";"))) {
      Throwable failure = Clients.failure(admin.describeCluster().nodes());
      assertInstanceOf(UnsupportedSaslMechanismException.class, failure);
      String message = String.valueOf(failure.getMessage());
      assertTrue(message.contains("PLAIN, SCRAM-SHA-256, SCRAM-SHA-512"), message);
    }
  }

  @Test
  void shouldObeyCredentialsAsTheyChange(@TempDir Path directory) throws Exception {
    Map<String, Object> bob = SaslSettings.client("SCRAM-SHA-256", "bob", "bob-secret");
    refusal(bob);
    configs(
        directory,
        "--alter",
        "--add-config",
        "SCRAM-SHA-256=[iterations=8192,password=bob-secret]");
    try (Admin admin = admin(bob)) {
      assertEquals(1, admin.describeCluster().nodes().get().size());
    }
    configs(directory, "--describe").contains("SCRAM-SHA-256=iterations=8192");
    configs(directory, "--alter", "--delete-config", "SCRAM-SHA-256");
    refusal(bob);
  }

  private JavaRun.Result configs(Path directory, String... arguments) throws Exception {
    Path file = directory.resolve("client.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      SaslSettings.file(SaslSettings.client("PLAIN", "admin", "admin-secret")).store(out, null);
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--command-config",
                file.toString(),
                "--entity-type",
                "users",
                "--entity-name",
                "bob"));
    all.addAll(List.of(arguments));
    return JavaRun.tool("kafka.admin.ConfigCommand", all).ok();
  }

  @ParameterizedTest
  @CsvSource({"2.1, SCRAM-SHA-256", "2.8, SCRAM-SHA-512"})
  void shouldServeClientsOf(String version, String mechanism) throws Exception {
    Optional<Path> java = InstalledJdks.upTo(SUBJECT_OF_A_CONTEXT);
    assumeTrue(
        java.isPresent(),
        "clients before 3.9 ask Subject.getSubject for their SASL, which newer JDKs refuse");
    String classPath =
        ClassPaths.testClasses() + File.pathSeparator + ClassPaths.of("clients-" + version);
    List<String> arguments =
        new ArrayList<>(
            List.of("roundtrip", broker.bootstrapServers(), Clients.unique("old"), "100"));
    SaslSettings.client(mechanism, "alice", "alice-secret")
        .forEach((name, value) -> arguments.add(name + "=" + value));
    try (JavaRun run =
        JavaRun.start(java.orElseThrow(), classPath, ClientDriver.class.getName(), arguments)) {
      run.result().ok().contains("^client " + version).contains("^deleted");
    }
  }

  @Test
  void shouldLetClientsProveThemselvesAgainAndEndThoseThatDoNot() throws Exception {
    String topic = Clients.unique("sasl");
    Map<String, Object> client = SaslSettings.client("PLAIN", "alice", "alice-secret");
    try (Admin admin = admin(client)) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    Map<String, Object> careful = new HashMap<>(client);
    careful.put("retries", "0"); // A connection that ended would be an error.
    careful.put("enable.idempotence", "false");
    try (RawConnection raw = new RawConnection(shortPort);
        Producer<String, String> producer = Clients.producer("127.0.0.1:" + shortPort, careful)) {
      assertEquals((long) LIFETIME_MS, authenticate(raw, "alice-secret").sessionLifetimeMs());
      long end = System.nanoTime() + Duration.ofMillis(2 * LIFETIME_MS).toNanos();
      int sent = 0;
      while (System.nanoTime() < end) {
        producer.send(new ProducerRecord<>(topic, "value")).get();
        sent++;
      }
      assertTrue(sent > 10);
      assertThrowsEof(raw);
    }
    assertTrue(broker.output().contains("what it has proven itself with has expired"));
    if (!broker.isControl()) {
      assertEquals(
          1, Scrape.of(http).value("kafka_network_socketserver_expiredconnectionskilledcount"));
      assertTrue(told("successful_reauthentication_total") > 0);
      assertTrue(told("reauthentication_latency_max") > 0);
    }
  }

  /** The sum over event loops. */
  private double told(String metric) throws Exception {
    String prefix = "kafka_server_socket_server_metrics_" + metric + "{listener=\"SHORT\"";
    return Scrape.of(http).series().entrySet().stream()
        .filter(each -> each.getKey().startsWith(prefix))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  private static void assertThrowsEof(RawConnection raw) throws IOException {
    MetadataRequest request = new MetadataRequest.Builder(List.of(), false).build();
    raw.sendFrame(request.serializeWithHeader(raw.header(ApiKeys.METADATA, request.version())));
    assertTrue(raw.isClosedByBroker());
  }

  private static SaslAuthenticateResponse authenticate(RawConnection raw, String password)
      throws IOException {
    assertEquals(Errors.NONE, handshake(raw, "PLAIN", 1).error());
    return raw.exchange(token("\0alice\0" + password), SaslAuthenticateResponse.class);
  }

  private static SaslHandshakeResponse handshake(RawConnection raw, String mechanism, int version)
      throws IOException {
    return raw.exchange(
        new SaslHandshakeRequest.Builder(new SaslHandshakeRequestData().setMechanism(mechanism))
            .build((short) version),
        SaslHandshakeResponse.class);
  }

  private static SaslAuthenticateRequest token(String text) {
    return new SaslAuthenticateRequest.Builder(
            new SaslAuthenticateRequestData().setAuthBytes(text.getBytes(StandardCharsets.UTF_8)))
        .build((short) 2);
  }

  @Test
  void shouldAnswerNothingElseBeforeTheProof() throws Exception {
    try (RawConnection raw = new RawConnection(broker.port())) {
      assertEquals(
          Errors.NONE,
          Errors.forCode(
              raw.exchange(new ApiVersionsRequest.Builder().build(), ApiVersionsResponse.class)
                  .data()
                  .errorCode()));
      assertThrowsEof(raw);
    }
    try (RawConnection raw = new RawConnection(broker.port())) {
      raw.sendFrame(
          token("\0alice\0alice-secret")
              .serializeWithHeader(raw.header(ApiKeys.SASL_AUTHENTICATE, (short) 2)));
      assertTrue(raw.isClosedByBroker());
    }
    try (RawConnection raw = new RawConnection(broker.port())) {
      assertEquals(Errors.NONE, handshake(raw, "PLAIN", 1).error());
      assertThrowsEof(raw);
    }
    try (RawConnection raw = new RawConnection(broker.port())) {
      assertEquals(Errors.UNSUPPORTED_SASL_MECHANISM, handshake(raw, "CRAM-MD5", 1).error());
      assertTrue(raw.isClosedByBroker());
    }
    try (RawConnection raw = new RawConnection(broker.port())) {
      raw.sendBytes(new byte[] {0, 16, 0, 0}); // A megabyte, to begin with.
      assertTrue(raw.isClosedByBroker());
    }
  }

  @Test
  void shouldAnswerEverythingAfterIt() throws Exception {
    try (RawConnection raw = new RawConnection(broker.port())) {
      assertEquals(Errors.NONE, authenticate(raw, "alice-secret").error());
      assertEquals(Errors.ILLEGAL_SASL_STATE, handshake(raw, "PLAIN", 1).error());
      assertEquals(
          Errors.ILLEGAL_SASL_STATE,
          raw.exchange(token("\0alice\0alice-secret"), SaslAuthenticateResponse.class).error());
      assertEquals(
          1,
          raw.exchange(
                  new MetadataRequest.Builder(List.of(), false).build(), MetadataResponse.class)
              .brokers()
              .size());
    }
  }

  @Test
  void shouldTakeTokensWithoutHeadersAfterTheOldHandshake() throws Exception {
    try (RawConnection raw = new RawConnection(broker.port())) {
      assertEquals(Errors.NONE, handshake(raw, "PLAIN", 0).error());
      raw.sendFrame(ByteBuffer.wrap("\0alice\0alice-secret".getBytes(StandardCharsets.UTF_8)));
      assertEquals(0, raw.receiveFrame().remaining());
      assertEquals(
          1,
          raw.exchange(
                  new MetadataRequest.Builder(List.of(), false).build(), MetadataResponse.class)
              .brokers()
              .size());
    }
    try (RawConnection raw = new RawConnection(broker.port())) {
      assertEquals(Errors.NONE, handshake(raw, "PLAIN", 0).error());
      raw.sendFrame(ByteBuffer.wrap("\0alice\0wrong".getBytes(StandardCharsets.UTF_8)));
      assertTrue(raw.isClosedByBroker());
    }
  }
}
