package io.barnabas.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.metadata.image.SecurityProtocol;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TypedConfigTest {

  private static Settings settings(String... pairs) {
    return new SettingsLoader().overrides(List.of(pairs)).load();
  }

  private static ListenerConfig listeners(String... pairs) {
    return ListenerConfig.from(settings(pairs));
  }

  private static String refusal(String... pairs) {
    return String.valueOf(assertThrows(ConfigException.class, () -> listeners(pairs)).getMessage());
  }

  @Test
  void shouldNotOpenTheControllersListener() {
    ListenerConfig config =
        listeners(
            "listeners=PLAINTEXT://:9092,CONTROLLER://:9093",
            "advertised.listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093",
            "controller.listener.names=CONTROLLER",
            "listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT");

    assertEquals(
        List.of(new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "", 9092)), config.bound());
    assertEquals(
        List.of(new Listener("PLAINTEXT", SecurityProtocol.PLAINTEXT, "localhost", 9092)),
        config.advertised());
    assertEquals(
        List.of(new Listener("CONTROLLER", SecurityProtocol.PLAINTEXT, "", 9093)),
        config.notOpened());
  }

  @Test
  void shouldTakeWhatTestcontainersSets() {
    Map<String, String> environment =
        Map.of(
            "KAFKA_LISTENERS",
                "PLAINTEXT://0.0.0.0:9092,BROKER://0.0.0.0:9093,CONTROLLER://0.0.0.0:9094",
            "KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://localhost:32768,BROKER://a1b2c3:9093",
            "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                "BROKER:PLAINTEXT,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER",
            "KAFKA_PROCESS_ROLES", "broker,controller",
            "KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER",
            "KAFKA_NODE_ID", "1",
            "KAFKA_CONTROLLER_QUORUM_VOTERS", "1@localhost:9094",
            "KAFKA_LOG_FLUSH_INTERVAL_MESSAGES", Long.toString(Long.MAX_VALUE));
    Settings settings = new SettingsLoader().environment(environment).load();

    ListenerConfig config = ListenerConfig.from(settings);

    assertEquals(2, config.bound().size());
    assertEquals("BROKER", config.interBrokerName());
    assertEquals(1, NodeConfig.from(settings).nodeId());
  }

  @Test
  void shouldRefuseListenersThatContradictEachOther() {
    assertTrue(refusal("listeners=nonsense").contains("NAME://host:port"));
    assertTrue(refusal("listeners=PLAINTEXT://:70000").contains("NAME://host:port"));
    assertTrue(refusal("listeners=PLAINTEXT://:1,PLAINTEXT://:2").contains("each name once"));
    assertTrue(
        refusal("listeners=OTHER://:1")
            .contains("listener.security.protocol.map, as OTHER has not"));
    assertTrue(
        refusal("listeners=PLAINTEXT://:1", "advertised.listeners=PLAINTEXT://0.0.0.0:1")
            .contains("can connect to"));
    assertTrue(
        refusal("listeners=PLAINTEXT://:1", "advertised.listeners=SSL://localhost:1")
            .contains("SSL is not"));
    assertTrue(
        refusal("listeners=PLAINTEXT://:1", "inter.broker.listener.name=OTHER")
            .contains("the name of an advertised listener"));
  }

  @Test
  void shouldReadSettingsOfOneListener() {
    Settings settings =
        settings(
            "max.connections=7",
            "listener.name.internal.max.connections=3",
            "listener.name.internal.ssl.key.password=secret",
            "listener.name.other.ssl.client.auth=none",
            "listener.name.other.no.such.thing=1");

    assertEquals(3, settings.ofListener("INTERNAL").intValue("max.connections"));
    assertEquals(7, settings.ofListener("EXTERNAL").intValue("max.connections"));
    assertEquals("secret", settings.ofListener("INTERNAL").text("ssl.key.password"));
    assertEquals(Set.of("listener.name.other.ssl.client.auth"), settings.notHonoured());
    assertEquals(Set.of("listener.name.other.no.such.thing"), settings.unknown());
    assertTrue(
        String.valueOf(
                assertThrows(
                        ConfigException.class,
                        () -> settings("listener.name.a.ssl.client.auth=perhaps"))
                    .getMessage())
            .contains("listener.name.a.ssl.client.auth"));
  }

  @Test
  void shouldReadAddressesOfVersionSix() {
    ListenerConfig config =
        listeners(
            "listeners=a://[::1]:9",
            "listener.security.protocol.map=a:plaintext",
            "inter.broker.listener.name=a");

    assertEquals(List.of(new Listener("A", SecurityProtocol.PLAINTEXT, "::1", 9)), config.bound());
    assertEquals("A://[::1]:9", String.valueOf(config.bound().get(0)));
  }

  @Test
  void shouldRefuseToBeOneOfMany() {
    assertThrows(
        ConfigException.class, () -> NodeConfig.from(settings("process.roles=controller")));
    assertThrows(
        ConfigException.class,
        () -> NodeConfig.from(settings("controller.quorum.voters=1@a:1,2@b:1")));
  }

  @Test
  void shouldTakeTheStandardAuthorizerAndNoOther() {
    Set<String> listeners = Set.of("PLAINTEXT");
    AuthorizerConfig none = AuthorizerConfig.from(settings("super.users=User:a"), listeners);
    Settings given =
        settings(
            "authorizer.class.name=" + AuthorizerConfig.STANDARD,
            "super.users=User:a; User:CN=b,O=c;",
            "allow.everyone.if.no.acl.found=true");

    AuthorizerConfig standard = AuthorizerConfig.from(given, listeners);

    assertTrue(!none.enabled() && none.superUsers().isEmpty());
    assertTrue(standard.enabled() && standard.allowsWithoutAcls());
    assertEquals(Set.of("User:a", "User:CN=b,O=c"), standard.superUsers());
    assertEquals(Set.of(), given.unknown());
    for (String wrong :
        List.of("authorizer.class.name=org.example.Letmein", "early.start.listeners=NOWHERE")) {
      assertThrows(
          ConfigException.class, () -> AuthorizerConfig.from(settings(wrong), listeners), wrong);
    }
    Settings nameless =
        settings("authorizer.class.name=" + AuthorizerConfig.STANDARD, "super.users=alice");
    assertThrows(ConfigException.class, () -> AuthorizerConfig.from(nameless, listeners));
  }

  @Test
  void shouldTakeLogDirsOverLogDir() {
    assertEquals(
        List.of(Path.of("/a"), Path.of("/b")),
        DirectoryConfig.from(settings("log.dirs=/a, /b", "log.dir=/c")).logDirs());
    assertEquals(List.of(Path.of("/tmp/kafka-logs")), DirectoryConfig.from(settings()).logDirs());
  }

  private static NetworkConfig network(int processors, String... pairs) {
    Settings settings = settings(pairs);
    return NetworkConfig.from(settings, ListenerConfig.from(settings), processors, 1);
  }

  @Test
  void shouldChooseThreadsByProcessorsUnlessTold() {
    assertEquals(2, network(2).threads());
    assertEquals(3, network(64).threads());
    assertEquals(9, network(2, "num.network.threads=9").threads());
  }

  @Test
  void shouldWantRoomForOneRequestAtLeast() {
    assertThrows(ConfigException.class, () -> network(2, "queued.max.request.bytes=1000"));
  }
}
