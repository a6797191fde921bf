package io.barnabas.server.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.server.config.Admission;
import io.barnabas.server.config.Admission.Limits;
import io.barnabas.server.config.ConfigException;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class ConnectionLimitsTest {
  private static final InetAddress SOMEBODY = InetAddress.getLoopbackAddress();

  private final AtomicBoolean accepting = new AtomicBoolean(true);

  private ConnectionLimits limits(int max, Map<String, Integer> overrides) {
    return limits(new Admission(of(max), 3, overrides, Map.of("A", of(max)), null));
  }

  private static Limits of(int connections) {
    return new Limits(connections, Integer.MAX_VALUE);
  }

  private ConnectionLimits limits(Admission admission) {
    ConnectionLimits limits = new ConnectionLimits(admission, System::nanoTime);
    limits.whenThereIsRoom("A", accepting::set);
    limits.open();
    return limits;
  }

  @Test
  void shouldKeepTheListenerOfTheBrokersOpenWhenThereAreTooManyInAll() {
    Map<String, Limits> listeners = Map.of("A", of(9), "B", of(2), "C", of(9));
    ConnectionLimits limits = limits(new Admission(of(3), 9, Map.of(), listeners, "C"));
    AtomicBoolean acceptingB = new AtomicBoolean(true);
    AtomicBoolean acceptingC = new AtomicBoolean(true);
    limits.whenThereIsRoom("B", acceptingB::set);
    limits.whenThereIsRoom("C", acceptingC::set);

    limits.opened("B", SOMEBODY);
    limits.opened("B", SOMEBODY);
    assertFalse(acceptingB.get());
    assertTrue(accepting.get());
    limits.opened("A", SOMEBODY);
    assertFalse(accepting.get());
    assertTrue(acceptingC.get());
    limits.closed("B", SOMEBODY);
    assertTrue(acceptingB.get());
    assertTrue(accepting.get());
  }

  @Test
  void shouldLetASecondsWorthThroughAtOnceAndTheRestInItsTime() {
    Pace pace = new Pace(10, 0);
    for (int i = 0; i < 10; i++) {
      assertEquals(0, pace.note(0));
    }
    assertEquals(100_000_000, pace.note(0));
    assertEquals(200_000_000, pace.note(0));
    assertEquals(0, pace.note(500_000_000));
    pace.set(Integer.MAX_VALUE, 500_000_000);
    assertEquals(0, pace.note(500_000_000));
    pace.set(0, 500_000_000);
    assertTrue(pace.note(500_000_000) > 1_000_000_000_000L);
    pace.set(10, 500_000_000);
    assertEquals(0, pace.waitNanos(500_000_000));
  }

  @Test
  void shouldAcceptNobodyAtTheLimitAndGoOnBelowIt() {
    ConnectionLimits limits = limits(2, Map.of());
    limits.opened("A", SOMEBODY);
    assertTrue(accepting.get());

    limits.opened("A", SOMEBODY);
    limits.opened("A", SOMEBODY); // Accepted before the acceptor was told to stop.
    assertFalse(accepting.get());

    limits.closed("A", SOMEBODY);
    assertFalse(accepting.get());
    limits.closed("A", SOMEBODY);
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
                  limits.opened("A", SOMEBODY);
                  limits.closed("A", SOMEBODY);
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

    assertTrue(limits.opened("A", SOMEBODY));
    assertFalse(limits.opened("A", SOMEBODY));
  }

  @Test
  void shouldLookUpNewHostsElsewhereAndObeyTheNewest() {
    ConnectionLimits limits = limits(10, Map.of());
    Deque<Runnable> lookups = new ArrayDeque<>();

    limits.override(Map.of("localhost", 1), lookups::add);
    limits.override(Map.of("localhost", 2), lookups::add);
    assertTrue(limits.opened("A", SOMEBODY));
    assertTrue(limits.opened("A", SOMEBODY));
    assertTrue(limits.opened("A", SOMEBODY), "nothing was looked up yet");
    limits.closed("A", SOMEBODY);
    limits.closed("A", SOMEBODY);
    lookups.remove().run();
    assertTrue(limits.opened("A", SOMEBODY));
    assertFalse(limits.opened("A", SOMEBODY));
    limits.override(Map.of("no such host", 9), Runnable::run);
    assertFalse(limits.opened("A", SOMEBODY), "it stays as it was");
  }

  @Test
  void shouldRefuseALimitForAHostThatHasNoAddress() {
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> limits(10, Map.of("no such host", 1)));

    assertTrue(String.valueOf(refusal.getMessage()).contains("max.connections.per.ip.overrides"));
  }
}
