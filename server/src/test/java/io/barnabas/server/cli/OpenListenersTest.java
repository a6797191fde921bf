package io.barnabas.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.server.BrokerConfig;
import io.barnabas.server.config.Listener;
import io.barnabas.server.config.SettingsLoader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenListenersTest {

  private static List<String> open(String... settings) {
    return OpenListeners.of(
            BrokerConfig.from(new SettingsLoader().overrides(List.of(settings)).load()))
        .stream()
        .map(Listener::name)
        .toList();
  }

  @Test
  void shouldNameListenersThatLetAnybodyInFromElsewhere() {
    assertEquals(List.of("PLAINTEXT"), open("listeners=PLAINTEXT://:9092"));
    assertEquals(List.of("PLAINTEXT"), open("listeners=PLAINTEXT://0.0.0.0:9092"));
    assertEquals(List.of(), open("listeners=PLAINTEXT://localhost:9092"));
    assertEquals(List.of(), open("listeners=PLAINTEXT://[::1]:9092"));
    String both = "listeners=PLAINTEXT://127.0.0.1:9092,SSL://:9093";
    assertEquals(List.of("SSL"), open(both));
    assertEquals(List.of("SSL"), open(both, "ssl.client.auth=requested"));
    assertEquals(List.of(), open(both, "listener.name.ssl.ssl.client.auth=required"));
  }
}
