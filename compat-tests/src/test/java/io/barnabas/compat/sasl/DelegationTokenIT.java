package io.barnabas.compat.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.JavaRun;
import io.barnabas.compat.harness.Ports;
import io.barnabas.compat.harness.RawConnection;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateDelegationTokenOptions;
import org.apache.kafka.clients.admin.DescribeDelegationTokenOptions;
import org.apache.kafka.clients.admin.ExpireDelegationTokenOptions;
import org.apache.kafka.clients.admin.RenewDelegationTokenOptions;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.DelegationTokenAuthorizationException;
import org.apache.kafka.common.errors.DelegationTokenDisabledException;
import org.apache.kafka.common.errors.DelegationTokenNotFoundException;
import org.apache.kafka.common.errors.DelegationTokenOwnerMismatchException;
import org.apache.kafka.common.errors.InvalidPrincipalTypeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.message.CreateDelegationTokenRequestData;
import org.apache.kafka.common.message.CreateDelegationTokenResponseData;
import org.apache.kafka.common.message.DescribeDelegationTokenRequestData;
import org.apache.kafka.common.message.DescribeDelegationTokenResponseData;
import org.apache.kafka.common.message.SaslAuthenticateRequestData;
import org.apache.kafka.common.message.SaslHandshakeRequestData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.security.auth.KafkaPrincipal;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tokens by which others act in somebody's name (KIP-48). */
@ExtendWith(BrokersExtension.class)
final class DelegationTokenIT {
  private static final KafkaPrincipal ALICE = new KafkaPrincipal("User", "alice");
  private static final KafkaPrincipal ADMIN = new KafkaPrincipal("User", "admin");

  private static BrokerProcess start(Brokers brokers, boolean withSecret) throws Exception {
    return start(brokers, withSecret, Map.of());
  }

  private static BrokerProcess start(Brokers brokers, boolean withSecret, Map<String, String> more)
      throws Exception {
    int port = Ports.free(RandomGenerator.getDefault());
    Map<String, String> settings = SaslSettings.broker(port, "PLAIN,SCRAM-SHA-256");
    if (withSecret) {
      settings.put("delegation.token.secret.key", "token-secret");
      settings.put("delegation.token.expiry.check.interval.ms", "1000");
    }
    settings.putAll(more);
    return brokers.create(port, settings).start();
  }

  private static Admin admin(BrokerProcess broker, Map<String, Object> client) {
    Map<String, Object> all = new HashMap<>(client);
    all.put("bootstrap.servers", broker.bootstrapServers());
    return Admin.create(all);
  }

  private static Admin alice(BrokerProcess broker) {
    return admin(broker, SaslSettings.client("PLAIN", "alice", "alice-secret"));
  }

  private static Map<String, Object> by(DelegationToken token) {
    return SaslSettings.client(
        "SCRAM-SHA-256",
        SaslSettings.SCRAM_MODULE
            + " required username=\""
            + token.tokenInfo().tokenId()
            + "\" password=\""
            + token.hmacAsBase64String()
            + "\" tokenauth=\"true\";");
  }

  @Test
  void shouldLetSomebodyActForTheOwnerUntilTheTokenEnds(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, true);
    DelegationToken token;
    try (Admin alice = alice(broker)) {
      token =
          alice
              .createDelegationToken(
                  new CreateDelegationTokenOptions()
                      .renewers(List.of(ADMIN))
                      .maxLifetimeMs(3600_000))
              .delegationToken()
              .get();
      assertEquals(ALICE, token.tokenInfo().owner());
      assertEquals(3600_000, token.tokenInfo().maxTimestamp() - token.tokenInfo().issueTimestamp());
      assertInstanceOf(
          InvalidPrincipalTypeException.class,
          Clients.failure(
              alice
                  .createDelegationToken(
                      new CreateDelegationTokenOptions()
                          .renewers(List.of(new KafkaPrincipal("Group", "g"))))
                  .delegationToken()));
    }
    try (Admin delegate = admin(broker, by(token))) {
      assertEquals(1, delegate.describeCluster().nodes().get().size());
      assertInstanceOf(
          UnsupportedByAuthenticationException.class,
          Clients.failure(delegate.createDelegationToken().delegationToken()),
          "tokens do not beget tokens");
    }
    broker.kill();
    broker.start();
    try (Admin admin = admin(broker, SaslSettings.client("PLAIN", "admin", "admin-secret"));
        Admin alice = alice(broker)) {
      List<DelegationToken> seen =
          alice
              .describeDelegationToken(new DescribeDelegationTokenOptions())
              .delegationTokens()
              .get();
      assertEquals(
          List.of(token.tokenInfo()), seen.stream().map(DelegationToken::tokenInfo).toList());
      assertArrayEquals(token.hmac(), seen.get(0).hmac());
      long renewed =
          admin
              .renewDelegationToken(
                  token.hmac(), new RenewDelegationTokenOptions().renewTimePeriodMs(60_000))
              .expiryTimestamp()
              .get();
      assertTrue(renewed < token.tokenInfo().expiryTimestamp());
      try (Admin delegate = admin(broker, by(token))) {
        assertEquals(1, delegate.describeCluster().nodes().get().size());
      }
      alice
          .expireDelegationToken(
              token.hmac(), new ExpireDelegationTokenOptions().expiryTimePeriodMs(-1))
          .expiryTimestamp()
          .get();
      assertInstanceOf(
          DelegationTokenNotFoundException.class,
          Clients.failure(alice.renewDelegationToken(token.hmac()).expiryTimestamp()));
      try (Admin delegate = admin(broker, by(token))) {
        assertInstanceOf(
            SaslAuthenticationException.class, Clients.failure(delegate.describeCluster().nodes()));
      }
    }
  }

  /** Before version 3 an answer does not say who asked. */
  @Test
  void shouldMakeTokensForOldClients(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, true);
    try (RawConnection alice = new RawConnection(broker.port())) {
      alice.ask(
          ApiKeys.SASL_HANDSHAKE, (short) 1, new SaslHandshakeRequestData().setMechanism("PLAIN"));
      alice.ask(
          ApiKeys.SASL_AUTHENTICATE,
          (short) 1,
          new SaslAuthenticateRequestData()
              .setAuthBytes("\0alice\0alice-secret".getBytes(StandardCharsets.UTF_8)));
      for (short version = 1; version <= 3; version++) {
        CreateDelegationTokenResponseData made =
            (CreateDelegationTokenResponseData)
                alice.ask(
                    ApiKeys.CREATE_DELEGATION_TOKEN,
                    version,
                    new CreateDelegationTokenRequestData());
        assertEquals(Errors.NONE.code(), made.errorCode());
        assertEquals("alice", made.principalName());
        assertEquals(version < 3 ? "" : "alice", made.tokenRequesterPrincipalName());
        DescribeDelegationTokenResponseData told =
            (DescribeDelegationTokenResponseData)
                alice.ask(
                    ApiKeys.DESCRIBE_DELEGATION_TOKEN,
                    version,
                    new DescribeDelegationTokenRequestData().setOwners(null));
        assertEquals(version, told.tokens().size());
      }
    }
  }

  @Test
  void shouldLetNobodyElseChangeIt(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, true);
    try (Admin admin = admin(broker, SaslSettings.client("PLAIN", "admin", "admin-secret"));
        Admin alice = alice(broker)) {
      DelegationToken token = admin.createDelegationToken().delegationToken().get();
      assertInstanceOf(
          DelegationTokenOwnerMismatchException.class,
          Clients.failure(alice.renewDelegationToken(token.hmac()).expiryTimestamp()));
      assertInstanceOf(
          DelegationTokenOwnerMismatchException.class,
          Clients.failure(alice.expireDelegationToken(token.hmac()).expiryTimestamp()));
    }
  }

  @Test
  void shouldTellOfTokensAndMakeThemForOthersAsAclsSay(Brokers brokers) throws Exception {
    BrokerProcess broker =
        start(
            brokers,
            true,
            Map.of(
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:admin"));
    try (Admin admin = admin(broker, SaslSettings.client("PLAIN", "admin", "admin-secret"));
        Admin alice = alice(broker)) {
      DelegationToken token = admin.createDelegationToken().delegationToken().get();
      CreateDelegationTokenOptions forAdmin = new CreateDelegationTokenOptions().owner(ADMIN);

      assertEquals(List.of(), alice.describeDelegationToken().delegationTokens().get());
      assertInstanceOf(
          DelegationTokenAuthorizationException.class,
          Clients.failure(alice.createDelegationToken(forAdmin).delegationToken()));

      allowAlice(
          admin, ResourceType.DELEGATION_TOKEN, token.tokenInfo().tokenId(), AclOperation.DESCRIBE);
      assertEquals(List.of(token), alice.describeDelegationToken().delegationTokens().get());
      allowAlice(admin, ResourceType.USER, ADMIN.toString(), AclOperation.CREATE_TOKENS);
      DelegationToken made = alice.createDelegationToken(forAdmin).delegationToken().get();
      assertEquals(ADMIN, made.tokenInfo().owner());
      admin.createDelegationToken().delegationToken().get();
      assertEquals(
          Set.of(token, made),
          Set.copyOf(alice.describeDelegationToken().delegationTokens().get()));
      allowAlice(admin, ResourceType.USER, ADMIN.toString(), AclOperation.DESCRIBE_TOKENS);
      assertEquals(3, alice.describeDelegationToken().delegationTokens().get().size());
    }
  }

  private static void allowAlice(
      Admin admin, ResourceType type, String name, AclOperation operation) throws Exception {
    admin
        .createAcls(
            List.of(
                new AclBinding(
                    new ResourcePattern(type, name, PatternType.LITERAL),
                    new AccessControlEntry(
                        ALICE.toString(), "*", operation, AclPermissionType.ALLOW))))
        .all()
        .get();
  }

  @Test
  void shouldHaveNoneWithoutASecret(Brokers brokers) throws Exception {
    BrokerProcess broker = start(brokers, false);
    try (Admin alice = alice(broker)) {
      assertInstanceOf(
          DelegationTokenDisabledException.class,
          Clients.failure(alice.createDelegationToken().delegationToken()));
      assertInstanceOf(
          DelegationTokenDisabledException.class,
          Clients.failure(alice.describeDelegationToken().delegationTokens()));
    }
  }

  @Test
  void shouldServeTheStockTool(Brokers brokers, @TempDir Path directory) throws Exception {
    BrokerProcess broker = start(brokers, true);
    String created =
        tool(
                broker,
                directory,
                "--create",
                "--max-life-time-period",
                "-1",
                "--renewer-principal",
                "User:admin")
            .contains("User:alice")
            .output();
    Matcher row =
        Pattern.compile("^(\\S{22})\\s+(\\S{80,})\\s+User:alice", Pattern.MULTILINE)
            .matcher(created);
    assertTrue(row.find(), created);
    String hmac = row.group(2);
    tool(broker, directory, "--describe", "--owner-principal", "User:alice").contains(row.group(1));
    tool(broker, directory, "--renew", "--renew-time-period", "-1", "--hmac", hmac);
    tool(broker, directory, "--expire", "--expiry-time-period", "-1", "--hmac", hmac);
    String none = tool(broker, directory, "--describe").output();
    assertTrue(!none.contains(row.group(1)), none);
  }

  private static JavaRun.Result tool(BrokerProcess broker, Path directory, String... arguments)
      throws Exception {
    Path file = directory.resolve("client.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      SaslSettings.file(SaslSettings.client("PLAIN", "alice", "alice-secret")).store(out, null);
    }
    List<String> all =
        new ArrayList<>(
            List.of(
                "--bootstrap-server",
                broker.bootstrapServers(),
                "--command-config",
                file.toString()));
    all.addAll(List.of(arguments));
    return JavaRun.tool("org.apache.kafka.tools.DelegationTokenCommand", all).ok();
  }
}
