package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.testkit.junit.BarnabasTest;
import io.barnabas.testkit.junit.BootstrapServers;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What docs/testkit.md shows. */
final class RecipesTest {

  private static KafkaProducer<String, String> producer(Barnabas broker) {
    return Clients.producer(broker);
  }

  private static KafkaConsumer<String, String> reading(Barnabas broker) throws Exception {
    try (var producer = producer(broker)) {
      producer.send(new ProducerRecord<>("orders", "a book")).get();
    }
    KafkaConsumer<String, String> consumer = Clients.consumer(broker, "group.id=shop");
    consumer.subscribe(Set.of("orders"));
    while (consumer.poll(Duration.ofMillis(10)).isEmpty()) {
      // Joins first.
    }
    return consumer;
  }

  @Test
  void shouldStartABroker() throws Exception {
    try (Barnabas broker = Barnabas.start();
        var producer =
            new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
      assertEquals(0, producer.send(new ProducerRecord<>("orders", "a book")).get().offset());
    }
  }

  @Test
  void shouldStartADifferentBroker() {
    Barnabas broker =
        Barnabas.configure()
            .topic(Topic.of("orders", 3).with("cleanup.policy", "compact"))
            .property("message.max.bytes", "10000")
            .inMemory()
            .start();
    broker.close();
  }

  @Nested
  @BarnabasTest(
      topics = {"orders:3", "payments"},
      properties = "auto.create.topics.enable=false")
  final class OrdersTest {

    @Test
    void shouldFindItsTopics(@BootstrapServers String servers) throws Exception {
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        assertEquals(Set.of("orders", "payments"), admin.listTopics().names().get());
      }
    }
  }

  @Test
  @BarnabasTest
  void shouldLoseAnAnswer(Barnabas broker) throws Exception {
    try (var producer = producer(broker)) {
      Fault lost = broker.faults().on(ApiKey.PRODUCE).topic("orders").afterEffect().disconnect();

      producer.send(new ProducerRecord<>("orders", "a book")).get();

      assertEquals(1, lost.happened());
    }
    assertEquals(1, Clients.values(broker, "orders").size());
  }

  @Test
  @BarnabasTest
  void shouldThrowAConsumerOut(Barnabas broker) throws Exception {
    try (var consumer = reading(broker)) {
      broker.faults().on(ApiKey.OFFSET_COMMIT).error(ErrorCode.UNKNOWN_MEMBER_ID);

      assertThrows(CommitFailedException.class, consumer::commitSync);
    }
  }

  @Test
  @BarnabasTest
  void shouldBeUnreliable(Barnabas broker) throws Exception {
    broker.faults().on(ApiKey.PRODUCE).withProbability(0.2, 42).error(ErrorCode.REQUEST_TIMED_OUT);
    try (var producer = producer(broker)) {
      for (int i = 0; i < 20; i++) {
        assertEquals(i, producer.send(new ProducerRecord<>("orders", "" + i)).get().offset());
      }
    }
  }

  @Test
  @BarnabasTest
  void shouldBeSlow(Barnabas broker) throws Exception {
    Fault slow = broker.faults().on(ApiKey.PRODUCE).delay(Duration.ofMinutes(1));
    try (var producer = producer(broker)) {
      var held = producer.send(new ProducerRecord<>("orders", "a book"));
      while (slow.happened() == 0) {
        Thread.onSpinWait();
      }

      broker.clock().advance(Duration.ofMinutes(1));

      assertEquals(0, held.get().offset());
    }
  }

  @Test
  @BarnabasTest
  void shouldTimeATransactionOut(Barnabas broker) throws Exception {
    try (var producer = Clients.producer(broker, "transactional.id=shop")) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("orders", "a book")).get();

      broker.clock().advance(Duration.ofMinutes(2));

      assertThrows(KafkaException.class, producer::commitTransaction);
    }
  }

  @Test
  @BarnabasTest
  void shouldStartAgain(Barnabas broker) throws Exception {
    try (var producer = producer(broker)) {
      producer.send(new ProducerRecord<>("orders", "before")).get();

      broker.restart();

      assertEquals(1, producer.send(new ProducerRecord<>("orders", "after")).get().offset());
    }
  }
}
