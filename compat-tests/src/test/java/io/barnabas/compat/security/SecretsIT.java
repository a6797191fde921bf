package io.barnabas.compat.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.Ports;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Secrets of every kind, each with a mark in it, and everything logged that can be: the mark is
 * neither in the log nor among the configs.
 */
@ExtendWith(BrokersExtension.class)
final class SecretsIT {
  private static final String MARK = "marked-";
  private static final String MODULES = "org.apache.kafka.common.security.";
  private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER, "1");

  @TempDir Path directory;
  private String address = "";
  private Authority authority;

  private BrokerProcess start(Brokers brokers) throws Exception {
    authority = new Authority(directory, "The Castle");
    int port = Ports.free(RandomGenerator.getDefault());
    address = "127.0.0.1:" + port;
    X509Bundle keys = authority.broker("CN=broker");
    Map<String, String> settings = new HashMap<>();
    settings.put("node.id", "1");
    settings.put("more.listeners", "SECURE://" + address);
    settings.put(
        "listener.security.protocol.map",
        "SECURE:SASL_SSL,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
    settings.put("listener.name.secure.ssl.keystore.type", "PEM");
    settings.put(
        "listener.name.secure.ssl.keystore.key",
        Authority.encrypted(keys, MARK + "key").replace("\n", " "));
    settings.put("listener.name.secure.ssl.key.password", MARK + "key");
    settings.put(
        "listener.name.secure.ssl.keystore.certificate.chain",
        keys.getCertificatePathPEM().replace("\n", " "));
    settings.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-256");
    settings.put(
        "listener.name.secure.plain.sasl.jaas.config",
        MODULES + "plain.PlainLoginModule required user_admin=\"" + MARK + "plain\";");
    settings.put(
        "listener.name.secure.scram-sha-256.sasl.jaas.config",
        MODULES + "scram.ScramLoginModule required;");
    settings.put("delegation.token.secret.key", MARK + "of-tokens");
    settings.put("something.unknown", MARK + "unknown");
    return brokers
        .create(settings)
        .withEnvironment("KAFKA_OPTS", "-Dbarnabas.log.root=trace -Dbarnabas.log.io.netty=trace")
        .start();
  }

  private Map<String, Object> client(String mechanism, String jaas) throws Exception {
    Map<String, Object> client = authority.stranger();
    client.put("bootstrap.servers", address);
    client.put("security.protocol", "SASL_SSL");
    client.put("sasl.mechanism", mechanism);
    client.put("sasl.jaas.config", MODULES + jaas);
    return client;
  }

  private Map<String, Object> plain(String password) throws Exception {
    return client(
        "PLAIN",
        "plain.PlainLoginModule required username=\"admin\" password=\"" + password + "\";");
  }

  private Map<String, Object> scram(String user, String password, String more) throws Exception {
    return client(
        "SCRAM-SHA-256",
        "scram.ScramLoginModule required username=\""
            + user
            + "\" password=\""
            + password
            + "\""
            + more
            + ";");
  }

  private static void refused(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      assertInstanceOf(
          SaslAuthenticationException.class, Clients.failure(admin.describeCluster().nodes()));
    }
  }

  private static void served(Map<String, Object> client) throws Exception {
    try (Admin admin = Admin.create(client)) {
      assertEquals(1, admin.describeCluster().nodes().get().size());
    }
  }

  private static AlterConfigOp set(String name, String value) {
    return new AlterConfigOp(new ConfigEntry(name, value), OpType.SET);
  }

  @Test
  void shouldNeverTellSecrets(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers);
    DelegationToken token;
    try (Admin admin = Admin.create(plain(MARK + "plain"))) {
      admin
          .alterUserScramCredentials(
              List.of(
                  new UserScramCredentialUpsertion(
                      "alice",
                      new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4096),
                      MARK + "scram")))
          .all()
          .get();
      token = admin.createDelegationToken().delegationToken().get();
      admin
          .incrementalAlterConfigs(
              Map.of(
                  BROKER,
                  List.of(
                      set("another.unknown", MARK + "dynamic"),
                      set("listener.name.secure.ssl.key.password", MARK + "key"))))
          .all()
          .get();
      Clients.failure(
          admin
              .incrementalAlterConfigs(
                  Map.of(
                      BROKER,
                      List.of(set("listener.name.secure.ssl.key.password", MARK + "wrong"))))
              .all());
      Config configs =
          admin
              .describeConfigs(
                  List.of(BROKER),
                  new DescribeConfigsOptions().includeSynonyms(true).includeDocumentation(true))
              .all()
              .get()
              .get(BROKER);
      assertTrue(configs.get("another.unknown").isSensitive());
      assertFalse(configs.toString().contains(MARK), configs.toString());
      assertFalse(configs.toString().contains("PRIVATE KEY"), "a key is told");
    }
    served(scram("alice", MARK + "scram", ""));
    served(scram(token.tokenInfo().tokenId(), token.hmacAsBase64String(), " tokenauth=true"));
    refused(plain(MARK + "guess"));
    refused(scram("alice", MARK + "guess", ""));
    broker.kill();
    broker.start();
    served(scram("alice", MARK + "scram", ""));
    broker.stop();

    String output = broker.output();
    assertTrue(
        output.contains(" DEBUG SslHandler") && output.contains("\"response\":"), broker::tail);
    assertEquals(
        List.of(),
        output
            .lines()
            .filter(
                line ->
                    line.contains(MARK)
                        || line.contains("PRIVATE KEY")
                        || line.contains(token.hmacAsBase64String())
                        || line.contains(Arrays.toString(token.hmac())))
            .toList());
  }
}
