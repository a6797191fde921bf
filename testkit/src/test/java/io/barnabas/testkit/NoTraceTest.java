package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.codec.ApiKey;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** What a broker leaves in its process: nothing. No other runs meanwhile. */
@Isolated
final class NoTraceTest {

  @Test
  void shouldLeaveTheProcessAsItWas() throws Exception {
    Map<Object, Object> properties = Map.copyOf(System.getProperties());
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();

    try (Barnabas broker = Barnabas.start();
        Clients.Producer producer = Clients.producer(broker, "transactional.id=t")) {
      producer.initTransactions();
      producer.beginTransaction();
      var unused = producer.send(new ProducerRecord<>("orders", "first"));
      producer.commitTransaction();
      assertFalse(brokerThreads().isEmpty());
      assertEquals(
          Set.of(),
          ManagementFactory.getPlatformMBeanServer()
              .queryNames(new ObjectName("kafka.server:*"), null));
    }

    assertEquals(List.of(), brokerThreads());
    assertEquals(properties, Map.copyOf(System.getProperties()));
    assertEquals(handler, Thread.getDefaultUncaughtExceptionHandler());
  }

  @Test
  void shouldStopWhileARequestIsHeldUp() throws Exception {
    Barnabas broker = Barnabas.start();
    Clients.Producer producer = Clients.producer(broker);
    Fault held = broker.faults().on(ApiKey.PRODUCE).delay(Duration.ofHours(1));
    var unused = producer.send(new ProducerRecord<>("orders", "never"));
    while (held.happened() == 0) {
      Thread.onSpinWait();
    }

    broker.close();
    producer.close(Duration.ZERO);

    assertEquals(List.of(), brokerThreads());
  }

  /** Those that are left after those that are ending have ended. */
  private static List<String> brokerThreads() throws InterruptedException {
    List<String> left = new ArrayList<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("barnabas-")) {
        thread.join(100);
        if (thread.isAlive()) {
          left.add(thread.getName());
        }
      }
    }
    return left;
  }
}
