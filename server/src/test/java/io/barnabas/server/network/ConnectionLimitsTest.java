package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.config.ConfigException;
import io.barnabas.server.config.NetworkConfig;
import io.barnabas.server.config.NetworkConfig.InFlight;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ConnectionLimitsTest {
  private static final InetAddress SOMEBODY = InetAddress.getLoopbackAddress();

  private final AtomicBoolean accepting = new AtomicBoolean(true);

  private ConnectionLimits limits(int max, Map<String, Integer> overrides) {
    return new ConnectionLimits(
        new NetworkConfig(1, 10, -1, -1, 100, -1, max, 3, overrides, new InFlight(1, 1, 1)),
        accepting::set);
  }

  @Test
  void shouldAcceptNobodyAtTheLimitAndGoOnBelowIt() {
    ConnectionLimits limits = limits(2, Map.of());
    limits.opened(SOMEBODY);
    assertTrue(accepting.get());

    limits.opened(SOMEBODY);
    limits.opened(SOMEBODY); // Accepted before the acceptor was told to stop.
    assertFalse(accepting.get());

    limits.closed(SOMEBODY);
    assertFalse(accepting.get());
    limits.closed(SOMEBODY);
    assertTrue(accepting.get());
  }

  @Test
  void shouldAcceptAgainWhateverTheOrderConnectionsComeAndGoIn() throws Exception {
    ConnectionLimits limits = limits(1, Map.of());
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < 20_000; n++) {
                  limits.opened(SOMEBODY);
                  limits.closed(SOMEBODY);
                }
              });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertEquals(0, limits.total());
    assertTrue(accepting.get());
  }

  @Test
  void shouldLimitAHostByItsName() {
    ConnectionLimits limits = limits(10, Map.of("localhost", 1));

    assertTrue(limits.opened(SOMEBODY));
    assertFalse(limits.opened(SOMEBODY));
  }

  @Test
  void shouldRefuseALimitForAHostThatHasNoAddress() {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> limits(10, Map.of("no such host", 1)));

    assertTrue(String.valueOf(refusal.getMessage()).contains("max.connections.per.ip.overrides"));
  }
}
