package io.barnabas.testkit.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.barnabas.testkit.Barnabas;
import io.barnabas.testkit.Faults;
import io.barnabas.testkit.TestClock;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A broker for a class, and others for single tests. */
@BarnabasTest(
    topics = {"orders:3", "payments"},
    properties = {"num.partitions=2", "auto.create.topics.enable = false"})
final class BarnabasTestTest {
  private static Barnabas ofClass;
  private String address;

  @BeforeAll
  static void takeTheBrokerOfTheClass(Barnabas broker) {
    ofClass = broker;
  }

  @BeforeEach
  void takeItsAddress(@BootstrapServers String servers) {
    address = servers;
  }

  @Test
  void shouldHandOutTheBrokerOfTheClass(
      Barnabas broker, Faults faults, TestClock clock, @BootstrapServers String servers) {
    assertSame(ofClass, broker);
    assertSame(broker.faults(), faults);
    assertSame(broker.clock(), clock);
    assertEquals(broker.bootstrapServers(), servers);
    assertEquals(servers, address);
  }

  @Test
  void shouldHaveMadeTheTopics(@BootstrapServers String servers) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
      var topics = admin.describeTopics(Set.of("orders", "payments")).allTopicNames().get();
      assertEquals(3, topics.get("orders").partitions().size());
      assertEquals(2, topics.get("payments").partitions().size());
    }
  }

  @Test
  @BarnabasTest(topics = "alone", inMemory = true)
  void shouldHaveABrokerOfItsOwn(Barnabas broker) throws Exception {
    assertNotEquals(ofClass.port(), broker.port());
    assertEquals(broker.bootstrapServers(), address);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      assertEquals(Set.of("alone"), admin.listTopics().names().get());
    }
  }

  @Nested
  final class Inside {
    @Test
    void shouldHandOutTheBrokerOfTheClassAround(Barnabas broker) {
      assertSame(ofClass, broker);
    }
  }
}
