package io.barnabas.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Names and passwords inside TLS; who somebody is decides what it may do. */
@ExtendWith(BrokersExtension.class)
final class SaslOverTlsIT {
  private static final String JAAS = "listener.name.secure.plain.sasl.jaas.config";
  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  @TempDir Path directory;
  private String address = "";

  @Test
  void shouldKnowWhoIsThereByThePasswordAndNotByTheCertificate(Brokers brokers) throws Exception {
    Authority authority = new Authority(directory, "The Castle");
    int port = Ports.free(RandomGenerator.getDefault());
    Map<String, String> settings =
        new HashMap<>(
            Authority.keySettings("", authority.keys("broker.p12", authority.broker("CN=broker"))));
    settings.putAll(authority.trustSettings(""));
    address = "127.0.0.1:" + port;
    settings.put("more.listeners", "SECURE://" + address);
    settings.put(
        "listener.security.protocol.map",
        "SECURE:SASL_SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("listener.name.secure.ssl.client.auth", "required");
    settings.put("sasl.enabled.mechanisms", "PLAIN");
    settings.put(JAAS, MODULE + "user_admin=\"admin-secret\" user_alice=\"alice-secret\";");
    settings.put(
        "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    settings.put("super.users", "User:admin");
    brokers.create(settings).start();

    String topic = Clients.unique("topic");
    Map<String, Object> admin = client(authority, "admin", "admin-secret");
    try (Admin asAdmin = admin(admin)) {
      asAdmin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      var secret =
          asAdmin
              .describeConfigs(List.of(new ConfigResource(ConfigResource.Type.BROKER, "1")))
              .all()
              .get()
              .values()
              .iterator()
              .next();
      assertTrue(
          secret.entries().stream().noneMatch(e -> String.valueOf(e.value()).contains("-secret")));
    }
    try (Producer<String, String> producer = Clients.producer(address, admin)) {
      for (int i = 0; i < 1000; i++) {
        var sent = producer.send(new ProducerRecord<>(topic, "value-".repeat(100)));
      }
    }
    try (Consumer<String, String> consumer = Clients.consumer(address, ofGroup(topic, admin))) {
      consumer.subscribe(List.of(topic));
      assertEquals(1000, Clients.poll(consumer, 1000).size());
    }
    try (Admin asAlice = admin(client(authority, "alice", "alice-secret"))) {
      assertInstanceOf(
          TopicAuthorizationException.class,
          Clients.failure(asAlice.createTopics(List.of(new NewTopic("mine", 1, (short) 1))).all()));
    }
    try (Admin asEve = admin(client(authority, "admin", "guess"))) {
      assertInstanceOf(
          SaslAuthenticationException.class, Clients.failure(asEve.describeCluster().nodes()));
    }
  }

  private static Map<String, Object> ofGroup(String group, Map<String, Object> client) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("group.id", group);
    return settings;
  }

  private Admin admin(Map<String, Object> client) {
    Map<String, Object> all = new HashMap<>(client);
    all.put("bootstrap.servers", address);
    return Admin.create(all);
  }

  /** Everybody shows the same certificate. */
  private static Map<String, Object> client(Authority authority, String user, String password)
      throws Exception {
    Map<String, Object> settings = authority.client("client.p12", authority.client("CN=client"));
    settings.put("security.protocol", "SASL_SSL");
    settings.put("sasl.mechanism", "PLAIN");
    settings.put(
        "sasl.jaas.config", MODULE + "username=\"" + user + "\" password=\"" + password + "\";");
    return settings;
  }
}
