package io.barnabas.compat.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Bearer tokens, as stock clients get them from an identity provider. */
@ExtendWith(BrokersExtension.class)
final class OAuthBearerIT {
  private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
  private static final String SECURITY = "org.apache.kafka.common.security.oauthbearer.";
  private static final String OF_LISTENER = "listener.name.sasl_plaintext.oauthbearer.";

  private Issuer issuer;

  /** Clients of the same JAAS configuration share a token. */
  private int clients;

  @BeforeEach
  void found() throws Exception {
    issuer = new Issuer();
    System.setProperty(ALLOWED, issuer.url("/token"));
  }

  @AfterEach
  void close() {
    System.clearProperty(ALLOWED);
    issuer.close();
  }

  private static BrokerProcess broker(Brokers brokers, Map<String, String> more) throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    Map<String, String> settings = SaslSettings.broker(port, "OAUTHBEARER");
    settings.put("sasl.oauthbearer.expected.audience", "kafka,other");
    settings.put(OF_LISTENER + "sasl.oauthbearer.expected.issuer", Issuer.NAME);
    settings.put(
        OF_LISTENER + "sasl.server.callback.handler.class",
        SECURITY + "OAuthBearerValidatorCallbackHandler");
    settings.putAll(more);
    return brokers.create(port, settings);
  }

  private Map<String, Object> client() {
    Map<String, Object> client =
        SaslSettings.client(
            "OAUTHBEARER",
            SaslSettings.OAUTH_MODULE
                + " required clientId=\""
                + clients++
                + "\" clientSecret=\"secret\";");
    client.put("sasl.login.callback.handler.class", SECURITY + "OAuthBearerLoginCallbackHandler");
    client.put("sasl.oauthbearer.token.endpoint.url", issuer.url("/token"));
    client.put("sasl.login.refresh.window.factor", "0.5");
    client.put("sasl.login.refresh.min.period.seconds", "0");
    client.put("sasl.login.refresh.buffer.seconds", "0");
    return client;
  }

  private int nodes(BrokerProcess broker) throws Exception {
    try (Admin admin = admin(broker)) {
      return admin.describeCluster().nodes().get().size();
    }
  }

  private boolean isServed(BrokerProcess broker) {
    try {
      return nodes(broker) == 1;
    } catch (Exception refused) {
      return false;
    }
  }

  private Admin admin(BrokerProcess broker) {
    Map<String, Object> client = client();
    client.put("bootstrap.servers", broker.bootstrapServers());
    return Admin.create(client);
  }

  private void refused(BrokerProcess broker) throws Exception {
    try (Admin admin = admin(broker)) {
      Throwable failure = Clients.failure(admin.describeCluster().nodes());
      String told = assertInstanceOf(SaslAuthenticationException.class, failure).getMessage();
      assertTrue(told.contains("{\"status\":\"invalid_token\"}"), told);
    }
  }

  @Test
  void shouldTakeWhatTheIssuerSignsAndRenewIt(Brokers brokers) throws Exception {
    BrokerProcess broker =
        broker(brokers, Map.of("sasl.oauthbearer.jwks.endpoint.url", issuer.url("/jwks"))).start();
    Await.until(
        "the keys are there",
        Await.GENEROUS,
        () -> broker.output().contains("1 keys of"),
        broker::tail);
    assertEquals(1, nodes(broker));

    issuer.setAudience("somebody else");
    refused(broker);
    issuer.setAudience("other");
    issuer.setLifetimeSeconds(-60);
    refused(broker);

    issuer.setLifetimeSeconds(3600);
    issuer.rotate();
    refused(broker); // What the new key has signed makes the broker ask for it.
    Await.until("the new key is known", Await.GENEROUS, () -> isServed(broker), broker::tail);

    issuer.setLifetimeSeconds(3);
    Map<String, Object> careful = new HashMap<>(client());
    careful.put("retries", "0"); // A connection that ended would be an error.
    careful.put("enable.idempotence", "false");
    String topic = Clients.unique("topic");
    try (Producer<String, String> producer = Clients.producer(broker.bootstrapServers(), careful)) {
      long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (System.nanoTime() < end) {
        producer.send(new ProducerRecord<>(topic, "value")).get();
      }
    }
    assertFalse(broker.output().contains("what it has proven itself with"), broker::tail);
  }

  @Test
  void shouldReadKeysFromAFile(Brokers brokers, @TempDir Path directory) throws Exception {
    Path keys = directory.resolve("keys.json");
    Map<String, String> settings =
        Map.of(OF_LISTENER + "sasl.oauthbearer.jwks.endpoint.url", keys.toUri().toString());
    BrokerProcess without = broker(brokers, settings);
    without.launch();
    assertNotEquals(0, without.awaitExit());
    assertTrue(without.output().contains("keys.json"), without::tail);

    Files.writeString(keys, issuer.jwks());
    assertEquals(1, nodes(broker(brokers, settings).start()));
  }

  @Test
  void shouldWarnOfTokensThatNobodySigned(Brokers brokers) throws Exception {
    String handler = SECURITY + "internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler";
    BrokerProcess broker =
        broker(brokers, Map.of(OF_LISTENER + "sasl.server.callback.handler.class", handler))
            .start();
    Map<String, Object> client =
        SaslSettings.client(
            "OAUTHBEARER",
            SaslSettings.OAUTH_MODULE + " required unsecuredLoginStringClaim_sub=\"alice\";");
    client.put("bootstrap.servers", broker.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      assertEquals(1, admin.describeCluster().nodes().get().size());
    }
    assertTrue(broker.output().contains("bearer tokens that nobody has signed"), broker::tail);
  }
}
