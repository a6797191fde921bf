package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.testkit.junit.BarnabasTest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** What takes hours or days, in milliseconds. */
@BarnabasTest(perMethod = true)
final class TestClockTest {

  /** What follows a move of the clock is asked about again and again; it takes milliseconds. */
  private static <T> void await(T expected, Callable<T> actual) throws Exception {
    long patience = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    T seen = actual.call();
    while (!expected.equals(seen) && System.nanoTime() < patience) {
      seen = actual.call();
    }
    assertEquals(expected, seen);
  }

  @Test
  void shouldDeleteWhatIsOlderThanItsRetention(Barnabas broker, TestClock clock) throws Exception {
    broker.createTopics(List.of(Topic.of("orders", 1).with("retention.ms", "86400000")));
    try (Clients.Producer producer = Clients.producer(broker);
        Admin admin = Clients.admin(broker)) {
      for (int i = 0; i < 3; i++) {
        long unused = producer.put("orders", "" + i);
      }
      clock.advance(Duration.ofHours(23));
      assertEquals(0, Clients.earliest(admin, "orders"));

      clock.advance(Duration.ofHours(2));

      await(3L, () -> Clients.earliest(admin, "orders"));
      assertEquals(3, producer.put("orders", "new"));
    }
  }

  @Test
  void shouldEvictAMemberThatIsHeardOfNoMore(Barnabas broker, TestClock clock) throws Exception {
    broker.createTopic("orders", 1);
    KafkaConsumer<String, String> consumer =
        Clients.consumer(broker, "group.id=g", "group.instance.id=static");
    consumer.subscribe(Set.of("orders"));
    while (consumer.assignment().isEmpty()) {
      var unused = consumer.poll(Duration.ofMillis(10));
    }
    consumer.close(); // a static member does not say goodbye
    try (Admin admin = Clients.admin(broker)) {
      assertEquals(GroupState.STABLE, state(admin));

      clock.advance(Duration.ofSeconds(46));

      await(GroupState.EMPTY, () -> state(admin));
    }
  }

  @Test
  void shouldHaveAMemberJoinAgainThatIsStillThere(Barnabas broker, TestClock clock)
      throws Exception {
    try (Clients.Producer producer = Clients.producer(broker);
        KafkaConsumer<String, String> consumer =
            Clients.consumer(broker, "group.id=g", "heartbeat.interval.ms=50")) {
      long unused = producer.put("orders", "before");
      consumer.subscribe(Set.of("orders"));
      assertEquals("before", next(consumer));

      clock.advance(Duration.ofMinutes(5));

      unused = producer.put("orders", "after");
      assertEquals("after", next(consumer));
      try (Admin admin = Clients.admin(broker)) {
        await(
            GroupState.STABLE,
            () -> {
              var none = consumer.poll(Duration.ofMillis(10));
              return state(admin);
            });
      }
    }
  }

  private static String next(KafkaConsumer<String, String> consumer) {
    var records = consumer.poll(Duration.ofMillis(100));
    while (records.isEmpty()) {
      records = consumer.poll(Duration.ofMillis(100));
    }
    return records.iterator().next().value();
  }

  private static GroupState state(Admin admin) throws Exception {
    return admin.describeConsumerGroups(List.of("g")).describedGroups().get("g").get().groupState();
  }

  @Test
  void shouldAbortATransactionThatTakesTooLong(Barnabas broker, TestClock clock) throws Exception {
    try (Clients.Producer producer = Clients.producer(broker, "transactional.id=t");
        Admin admin = Clients.admin(broker)) {
      producer.initTransactions();
      producer.beginTransaction();
      long written = producer.send(new ProducerRecord<>("orders", "never")).get().offset();
      assertEquals(0, written);
      assertEquals(0, Clients.lastStable(admin, "orders"));

      clock.advance(Duration.ofSeconds(75));

      await(2L, () -> Clients.lastStable(admin, "orders"));
      assertThrows(KafkaException.class, producer::commitTransaction);
      assertEquals(List.of(), Clients.values(broker, "orders", "isolation.level=read_committed"));
    }
  }

  @Test
  void shouldForgetTheOffsetsOfAGroupThatIsGone(Barnabas broker, TestClock clock) throws Exception {
    broker.createTopic("orders", 1);
    TopicPartition partition = new TopicPartition("orders", 0);
    try (Admin admin = Clients.admin(broker)) {
      admin.alterConsumerGroupOffsets("g", Map.of(partition, new OffsetAndMetadata(7))).all().get();
      clock.advance(Duration.ofDays(6));
      assertEquals(Set.of(partition), offsets(admin));

      clock.advance(Duration.ofDays(2));

      await(Set.of(), () -> offsets(admin));
    }
  }

  private static Set<TopicPartition> offsets(Admin admin) throws Exception {
    return admin
        .listConsumerGroupOffsets("g")
        .partitionsToOffsetAndMetadata()
        .get()
        .entrySet()
        .stream()
        .filter(each -> each.getValue() != null)
        .map(Map.Entry::getKey)
        .collect(java.util.stream.Collectors.toSet());
  }

  @Test
  void shouldLeaveClientsAndTheirConnectionsAlone(Barnabas broker, TestClock clock)
      throws Exception {
    try (Clients.Producer producer = Clients.producer(broker, "retries=0")) {
      assertEquals(0, producer.put("orders", "before"));
      clock.advance(Duration.ofDays(1));
      assertEquals(1, producer.put("orders", "after"));
    }
    assertTrue(clock.ahead().compareTo(Duration.ofDays(1)) == 0);
    assertThrows(IllegalArgumentException.class, () -> clock.advance(Duration.ofMillis(-1)));
  }
}
