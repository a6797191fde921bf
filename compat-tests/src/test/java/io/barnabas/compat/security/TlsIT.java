package io.barnabas.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.RawConnection;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.random.RandomGenerator;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.message.DescribeClusterRequestData;
import org.apache.kafka.common.message.DescribeClusterResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Stock clients over TLS, with every kind of store, good and bad certificates, and new ones. */
@ExtendWith(BrokersExtension.class)
final class TlsIT {
  private static final String BROKER_NAME = "CN=broker,O=Castle";
  private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");

  @TempDir Path directory;
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private Authority authority;

  @BeforeEach
  void found() throws Exception {
    authority = new Authority(directory, "The Castle");
    settings.put("node.id", "1");
    settings.put("ssl.endpoint.identification.algorithm", "");
  }

  /** A further listener; returns the beginning of its own settings. */
  private String listen(String name) {
    ports.put(name, Ports.free(RandomGenerator.getDefault()));
    return "listener.name." + name.toLowerCase(java.util.Locale.ROOT) + ".";
  }

  private String address(String listener) {
    return "127.0.0.1:" + ports.get(listener);
  }

  private BrokerProcess start(Brokers brokers) throws Exception {
    return create(brokers).start();
  }

  private BrokerProcess create(Brokers brokers) throws Exception {
    StringBuilder listeners = new StringBuilder();
    StringBuilder map = new StringBuilder("CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");
    ports.forEach(
        (name, port) -> {
          listeners.append(listeners.isEmpty() ? "" : ",");
          listeners.append(name).append("://127.0.0.1:").append(port);
          map.append(",").append(name).append(name.equals("SASL") ? ":SASL_SSL" : ":SSL");
        });
    settings.put("more.listeners", listeners.toString());
    settings.put("listener.security.protocol.map", map.toString());
    return brokers.create(settings);
  }

  private static void send(
      String address, Map<String, Object> client, String topic, int count, int bytes)
      throws Exception {
    Map<String, Object> all = new HashMap<>(client);
    all.put("max.block.ms", 20_000);
    try (Producer<String, String> producer = Clients.producer(address, all)) {
      for (int i = 0; i < count - 1; i++) {
        var unused = producer.send(new ProducerRecord<>(topic, value(i, bytes)));
      }
      producer.send(new ProducerRecord<>(topic, value(count - 1, bytes))).get();
    }
  }

  private static String value(int number, int bytes) {
    return (number + "-").repeat(bytes).substring(0, bytes);
  }

  private static void roundTrip(String address, Map<String, Object> client, int count, int bytes)
      throws Exception {
    String topic = Clients.unique("topic");
    send(address, client, topic, count, bytes);
    Map<String, Object> all = new HashMap<>(client);
    all.put("group.id", topic);
    try (Consumer<String, String> consumer = Clients.consumer(address, all)) {
      consumer.subscribe(List.of(topic));
      List<ConsumerRecord<String, String>> records = Clients.poll(consumer, count);
      for (int i = 0; i < count; i++) {
        assertEquals(value(i, bytes), records.get(i).value());
      }
    }
  }

  @Test
  void shouldServeStockClientsWhateverTheStore(Brokers brokers) throws Exception {
    X509Bundle broker = authority.broker(BROKER_NAME);
    settings.putAll(Authority.keySettings(listen("SSL"), authority.keys("broker.p12", broker)));
    Path jks = authority.keys("broker.jks", "JKS", Map.of("it", broker));
    settings.putAll(Authority.keySettings(listen("JKS"), jks));
    settings.put("listener.name.jks.ssl.keystore.type", "JKS");
    settings.put("listener.name.jks.ssl.enabled.protocols", "TLSv1.2");
    settings.put("listener.name.jks.ssl.cipher.suites", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
    Path pem = directory.resolve("broker.pem");
    Files.writeString(pem, broker.getPrivateKeyPEM() + broker.getCertificatePathPEM());
    String file = listen("FILE");
    settings.put(file + "ssl.keystore.type", "PEM");
    settings.put(file + "ssl.keystore.location", pem.toString());
    String inline = listen("INLINE");
    settings.putAll(pemSettings(inline, broker));
    String encrypted = listen("ENCRYPTED");
    settings.putAll(pemSettings(encrypted, broker));
    settings.put(
        encrypted + "ssl.keystore.key",
        Authority.encrypted(broker, Authority.PASSWORD).replace("\n", " "));
    settings.put(encrypted + "ssl.key.password", Authority.PASSWORD);

    BrokerProcess process = start(brokers);

    for (String listener : ports.keySet()) {
      roundTrip(address(listener), authority.stranger(), 10, 100);
    }
    // More than one piece of a file, and more than one record of TLS.
    roundTrip(address("SSL"), authority.stranger(), 30, 300_000);
    roundTrip(process.bootstrapServers(), Map.of(), 10, 100);
    assertFalse(process.output().contains(Authority.PASSWORD));
    assertFalse(process.output().contains("PRIVATE KEY"));
  }

  private static Map<String, String> pemSettings(String prefix, X509Bundle broker) {
    return Map.of(
        prefix + "ssl.keystore.type", "PEM",
        prefix + "ssl.keystore.key", broker.getPrivateKeyPEM().replace("\n", " "),
        prefix + "ssl.keystore.certificate.chain",
            broker.getCertificatePathPEM().replace("\n", " "));
  }

  @Test
  void shouldLetInWhoShowsAGoodCertificateAndKnowTheirName(Brokers brokers) throws Exception {
    X509Bundle broker = authority.broker(BROKER_NAME);
    Path keys = authority.keys("broker.p12", broker);
    String mutual = listen("MUTUAL");
    settings.putAll(Authority.keySettings(mutual, keys));
    settings.putAll(authority.trustSettings(mutual));
    settings.put(mutual + "ssl.client.auth", "required");
    String asked = listen("ASKED");
    settings.putAll(Authority.keySettings(asked, keys));
    settings.putAll(authority.trustSettings(asked));
    settings.put(asked + "ssl.client.auth", "requested");
    settings.put(
        "ssl.principal.mapping.rules", "RULE:^CN=([a-z]*),OU=Staff$/$1/U, RULE:^CN=root$/ADMIN/");
    BrokerProcess process = start(brokers);
    Map<String, Object> frieda =
        authority.client("frieda.p12", authority.client("CN=frieda,OU=Staff"));

    limit(process, "FRIEDA");
    assertTrue(isThrottled("MUTUAL", frieda));
    assertTrue(isThrottled("ASKED", frieda));
    limit(process, "ANONYMOUS");
    assertTrue(isThrottled("ASKED", authority.stranger()));
    assertFalse(isThrottled("ASKED", authority.client("root.p12", authority.client("CN=root"))));

    refused("MUTUAL", authority.stranger());
    refused("MUTUAL", authority.client("late.p12", authority.expired("CN=late,OU=Staff")));
    Authority other = new Authority(directory, "Another Castle");
    Map<String, Object> foreign =
        authority.client("foreign.p12", other.client("CN=frieda,OU=Staff"));
    refused("MUTUAL", foreign);
    refused("ASKED", other.stranger());
    // No rule has a name for this one.
    Map<String, Object> nameless = authority.client("x.p12", authority.client("CN=x,OU=Guests"));
    nameless.put("request.timeout.ms", 1000);
    nameless.put("default.api.timeout.ms", 1000);
    assertThrows(ExecutionException.class, () -> describeCluster("MUTUAL", nameless));
    Await.until(
        "a word on why",
        () -> process.output().contains("no rule of ssl.principal.mapping.rules fits"));
  }

  private static void limit(BrokerProcess broker, String user) throws Exception {
    try (Admin admin = Clients.admin(broker)) {
      ClientQuotaEntity entity = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, user));
      admin
          .alterClientQuotas(
              List.of(
                  new ClientQuotaAlteration(
                      entity, List.of(new ClientQuotaAlteration.Op("producer_byte_rate", 1.0)))))
          .all()
          .get();
    }
  }

  /** Whether the broker has this client wait, as it does with those the test has set limits to. */
  private boolean isThrottled(String listener, Map<String, Object> client) throws Exception {
    String topic = Clients.unique("topic");
    Map<String, Object> all = new HashMap<>(client);
    all.put("linger.ms", 0);
    try (Producer<String, String> producer = Clients.producer(address(listener), all)) {
      producer.send(new ProducerRecord<>(topic, "v")).get();
      boolean throttled =
          producer.metrics().entrySet().stream()
              .filter(metric -> metric.getKey().name().equals("produce-throttle-time-max"))
              .anyMatch(metric -> (Double) metric.getValue().metricValue() > 0);
      producer.close(java.time.Duration.ZERO);
      return throttled;
    }
  }

  private void describeCluster(String listener, Map<String, Object> client) throws Exception {
    Map<String, Object> all = new HashMap<>(client);
    all.put("bootstrap.servers", address(listener));
    try (Admin admin = Admin.create(all)) {
      admin.describeCluster().nodes().get();
    }
  }

  private void refused(String listener, Map<String, Object> client) {
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> describeCluster(listener, client));
    assertInstanceOf(SslAuthenticationException.class, failure.getCause());
  }

  @Test
  void shouldNotBeTrustedByClientsWithACertificateThatHasExpired(Brokers brokers) throws Exception {
    String prefix = listen("SSL");
    settings.put("barnabas.ssl.store.check.interval.ms", "50");
    settings.putAll(
        Authority.keySettings(
            prefix, authority.keys("broker.p12", authority.expired(BROKER_NAME))));
    BrokerProcess process = start(brokers);

    refused("SSL", authority.stranger());
    Assumptions.assumeFalse(process.isControl(), "Apache Kafka says nothing");
    says(process, "has expired");
    X509Bundle renewed = authority.broker(BROKER_NAME);
    authority.keys("broker.p12", renewed);
    Await.until("the renewed file is used", () -> shown(null).equals(serial(renewed)));
    describeCluster("SSL", authority.stranger());
  }

  @Test
  void shouldAskForAPasswordBehindTls(Brokers brokers) throws Exception {
    String prefix = listen("SASL");
    Path keys = authority.keys("broker.p12", authority.broker(BROKER_NAME));
    settings.putAll(Authority.keySettings(prefix, keys));
    settings.put(prefix + "sasl.enabled.mechanisms", "PLAIN");
    settings.put(prefix + "plain.sasl.jaas.config", plain("user_frieda=\"a-secret\""));
    BrokerProcess process = start(brokers);

    Map<String, Object> frieda = authority.stranger();
    frieda.put("security.protocol", "SASL_SSL");
    frieda.put("sasl.mechanism", "PLAIN");
    frieda.put("sasl.jaas.config", plain("username=\"frieda\" password=\"a-secret\""));
    roundTrip(address("SASL"), frieda, 10, 100_000);
    frieda.put("sasl.jaas.config", plain("username=\"frieda\" password=\"another\""));
    ExecutionException failure =
        assertThrows(ExecutionException.class, () -> describeCluster("SASL", frieda));
    assertInstanceOf(SaslAuthenticationException.class, failure.getCause());
    assertFalse(process.output().contains("a-secret"));
  }

  private static String plain(String options) {
    return "org.apache.kafka.common.security.plain.PlainLoginModule required " + options + ";";
  }

  @Test
  void shouldTakeUpNewStoresWhileItRuns(Brokers brokers) throws Exception {
    X509Bundle old = authority.broker(BROKER_NAME);
    Path keys = authority.keys("broker.p12", old);
    String prefix = listen("SSL");
    settings.putAll(Authority.keySettings(prefix, keys));
    settings.put("barnabas.ssl.store.check.interval.ms", "50");
    BrokerProcess process = start(brokers);
    assertEquals(serial(old), shown(null));
    String topic = Clients.topic(process, 1);
    try (Producer<String, String> before = Clients.producer(address("SSL"), authority.stranger())) {
      before.send(new ProducerRecord<>(topic, "1")).get();

      X509Bundle renewed = authority.broker(BROKER_NAME);
      authority.keys("broker.p12", renewed);
      Await.until("the renewed file is used", () -> shown(null).equals(serial(renewed)));

      authority.keys("broker.p12", authority.broker("CN=somebody else"));
      says(process, "Keystore DistinguishedName does not match");
      assertEquals(serial(renewed), shown(null));

      X509Bundle moved = authority.broker(BROKER_NAME);
      Path elsewhere = authority.keys("moved.p12", moved);
      configure(process, prefix + "ssl.keystore.location=" + elsewhere);
      Await.until("the new place is used", () -> shown(null).equals(serial(moved)));
      before.send(new ProducerRecord<>(topic, "2")).get();
      roundTrip(address("SSL"), authority.stranger(), 1, 100);

      refuseBadStores(process, prefix);
      assertEquals(serial(moved), shown(null));
      process.stop();
      process.start();
      assertEquals(serial(moved), shown(null));
      before.send(new ProducerRecord<>(topic, "3")).get();
    }
    assertFalse(process.output().contains(Authority.PASSWORD));
  }

  @Test
  void shouldTrustWhomANewStoreNames(Brokers brokers) throws Exception {
    String prefix = listen("SSL");
    settings.putAll(
        Authority.keySettings(prefix, authority.keys("broker.p12", authority.broker(BROKER_NAME))));
    Path trusted = Files.copy(authority.trust(), directory.resolve("trusted.p12"));
    settings.putAll(authority.trustSettings(prefix));
    settings.put(prefix + "ssl.truststore.location", trusted.toString());
    settings.put(prefix + "ssl.client.auth", "required");
    settings.put("barnabas.ssl.store.check.interval.ms", "50");
    start(brokers);
    Authority other = new Authority(directory, "Another Castle");
    Map<String, Object> frieda = authority.client("frieda.p12", authority.client("CN=frieda"));
    Map<String, Object> foreign = authority.client("foreign.p12", other.client("CN=k"));
    describeCluster("SSL", frieda);
    refused("SSL", foreign);

    Path next = Files.copy(other.trust(), directory.resolve("next.p12"));
    Files.move(next, trusted, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);

    Await.until("the other authority is trusted", () -> isServed("SSL", foreign));
    refused("SSL", frieda);
  }

  private boolean isServed(String listener, Map<String, Object> client) {
    try {
      describeCluster(listener, client);
      return true;
    } catch (Exception refused) {
      return false;
    }
  }

  private void refuseBadStores(BrokerProcess process, String prefix) throws Exception {
    try (Admin admin = Clients.admin(process)) {
      String location = prefix + "ssl.keystore.location";
      String missing = directory.resolve("missing.p12").toString();
      assertTrue(refusal(set(admin, location, missing)).contains("there is no file"));
      String other = authority.keys("other.p12", authority.broker("CN=somebody else")).toString();
      assertTrue(refusal(set(admin, location, other)).contains("DistinguishedName"));
      String fewer = authority.keys("fewer.p12", authority.client(BROKER_NAME)).toString();
      assertTrue(refusal(set(admin, location, fewer)).contains("SubjectAltNames"));
      assertTrue(
          refusal(set(admin, prefix + "ssl.keystore.password", "wrong")).contains("password"));
      assertTrue(refusal(set(admin, "ssl.keystore.location", other)).contains("only per-listener"));
      assertTrue(
          refusal(set(admin, prefix + "ssl.client.auth", "required")).contains("ssl.client.auth"));
      set(admin, prefix + "ssl.keystore.password", Authority.PASSWORD).get();
      ConfigEntry password =
          admin
              .describeConfigs(List.of(BROKER))
              .all()
              .get()
              .get(BROKER)
              .get(prefix + "ssl.keystore.password");
      assertTrue(password.isSensitive());
      assertEquals(null, password.value());
    }
  }

  private static KafkaFuture<Void> set(Admin admin, String name, String value) {
    return admin
        .incrementalAlterConfigs(
            Map.of(BROKER, List.of(new AlterConfigOp(new ConfigEntry(name, value), OpType.SET))))
        .all();
  }

  private static String refusal(KafkaFuture<Void> change) throws Exception {
    return String.valueOf(
        assertInstanceOf(InvalidRequestException.class, Clients.failure(change)).getMessage());
  }

  private static void configure(BrokerProcess broker, String config) throws Exception {
    JavaRun.tool(
            "kafka.admin.ConfigCommand",
            List.of(
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--entity-type",
                "brokers",
                "--entity-name",
                "1",
                "--alter",
                "--add-config",
                config))
        .ok();
  }

  private static void says(BrokerProcess broker, String words) {
    Await.until(words, () -> broker.output().contains(words));
  }

  private static String serial(X509Bundle bundle) {
    return bundle.getCertificate().getSerialNumber().toString();
  }

  /** The certificate the broker shows to whoever asks for a host; without one if it is null. */
  private String shown(@org.jspecify.annotations.Nullable String host) throws Exception {
    try (SSLSocket socket = connect(host)) {
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return certificate.getSerialNumber().toString();
    }
  }

  private SSLSocket connect(@org.jspecify.annotations.Nullable String host) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Credulous()}, null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
    socket.connect(new java.net.InetSocketAddress("127.0.0.1", ports.get("SSL")));
    if (host != null) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(host)));
      socket.setSSLParameters(parameters);
    }
    socket.startHandshake();
    return socket;
  }

  /** By which host a client is told to connect that has asked for this one. */
  private String told(@org.jspecify.annotations.Nullable String host) throws Exception {
    try (RawConnection connection = new RawConnection(connect(host))) {
      MetadataRequest request =
          new MetadataRequest.Builder(List.<String>of(), false).build((short) 12);
      return connection
          .exchange(request, MetadataResponse.class)
          .brokers()
          .iterator()
          .next()
          .host();
    }
  }

  /** Trusts everybody: what is looked at is the certificate itself. */
  private static final class Credulous implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  @Test
  void shouldShowTheCertificateOfTheHostThatIsAskedFor(Brokers brokers) throws Exception {
    Map<String, X509Bundle> entries = new LinkedHashMap<>();
    X509Bundle inside = authority.broker("CN=inside", "broker.inside.example");
    X509Bundle outside = authority.broker("CN=outside", "broker.outside.example");
    X509Bundle any = authority.wildcard("CN=any", "*.cloud.example");
    entries.put("inside", inside);
    entries.put("outside", outside);
    entries.put("any", any);
    settings.putAll(
        Authority.keySettings(listen("SSL"), authority.keys("both.p12", "PKCS12", entries)));
    BrokerProcess process = start(brokers);

    assertEquals(serial(inside), shown("broker.inside.example"));
    assertEquals(serial(outside), shown("broker.outside.example"));
    assertEquals(serial(any), shown("broker.cloud.example"));
    assertEquals(shown(null), shown("broker.of.cloud.example"), "an asterisk is one label");
    assertEquals(shown(null), shown("elsewhere.example"));
    Assumptions.assumeFalse(process.isControl(), "Apache Kafka tells everybody the same");
    assertEquals("broker.outside.example", told("broker.outside.example"));
    assertEquals("127.0.0.1", told(null));
  }

  /** A session that is taken up again tells who the client is without its certificate. */
  @Test
  void shouldKnowAClientThatComesBack(Brokers brokers) throws Exception {
    String prefix = listen("SSL");
    settings.putAll(
        Authority.keySettings(prefix, authority.keys("broker.p12", authority.broker(BROKER_NAME))));
    settings.putAll(authority.trustSettings(prefix));
    settings.put(prefix + "ssl.client.auth", "required");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:CN=frieda;User:ANONYMOUS");
    start(brokers);
    for (String version : List.of("TLSv1.2", "TLSv1.3")) {
      SSLContext frieda = context(authority.client("CN=frieda"));
      SSLContext otto = context(authority.client("CN=otto"));
      for (int time = 0; time < 3; time++) {
        assertTrue(mayDoSomething(frieda, version), version + ", time " + time);
        assertFalse(mayDoSomething(otto, version), version + ", time " + time);
      }
    }
  }

  private static SSLContext context(X509Bundle certificate) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(
        certificate.toKeyManagerFactory().getKeyManagers(),
        new TrustManager[] {new Credulous()},
        null);
    return context;
  }

  /** Of TLS 1.3 too, about whose suites not every engine can be told. */
  @Test
  void shouldAgreeOnNoCipherSuiteButThoseThatAreNamed(Brokers brokers) throws Exception {
    String prefix = listen("SSL");
    settings.putAll(
        Authority.keySettings(prefix, authority.keys("broker.p12", authority.broker(BROKER_NAME))));
    settings.put(prefix + "ssl.cipher.suites", "TLS_AES_256_GCM_SHA384");
    start(brokers);

    assertEquals(
        "TLS_AES_256_GCM_SHA384", agreed("TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"));
    assertThrows(SSLHandshakeException.class, () -> agreed("TLS_AES_128_GCM_SHA256"));
    assertThrows(SSLHandshakeException.class, () -> agreed("TLS_CHACHA20_POLY1305_SHA256"));
  }

  private String agreed(String... offered) throws Exception {
    SSLContext client = SSLContext.getInstance("TLS");
    client.init(null, new TrustManager[] {new Credulous()}, null);
    try (SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", ports.get("SSL"))) {
      socket.setEnabledCipherSuites(offered);
      socket.startHandshake();
      return socket.getSession().getCipherSuite();
    }
  }

  private boolean mayDoSomething(SSLContext client, String version) throws Exception {
    // By a host, as otherwise no session is looked for.
    SSLSocket socket =
        (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", ports.get("SSL"));
    socket.setEnabledProtocols(new String[] {version});
    try (RawConnection connection = new RawConnection(socket)) {
      DescribeClusterResponseData answer =
          (DescribeClusterResponseData)
              connection.ask(
                  ApiKeys.DESCRIBE_CLUSTER,
                  (short) 1,
                  new DescribeClusterRequestData().setIncludeClusterAuthorizedOperations(true));
      return answer.clusterAuthorizedOperations() != 0;
    }
  }

  @Test
  void shouldNotStartWithStoresThatCannotWork(Brokers brokers) throws Exception {
    String prefix = listen("SSL");
    refusesToStart(brokers, "ssl.keystore.location");
    X509Bundle broker = authority.broker(BROKER_NAME);
    settings.putAll(Authority.keySettings(prefix, authority.keys("broker.p12", broker)));
    settings.put(prefix + "ssl.cipher.suites", "TLS_NONE_AT_ALL");
    refusesToStart(brokers, "TLS_NONE_AT_ALL");
  }

  private void refusesToStart(Brokers brokers, String word) throws Exception {
    BrokerProcess process = create(brokers);
    process.launch();
    assertNotEquals(0, process.awaitExit());
    assertTrue(process.isControl() || process.output().contains(word), process::tail);
    assertFalse(process.output().contains(Authority.PASSWORD));
  }
}
