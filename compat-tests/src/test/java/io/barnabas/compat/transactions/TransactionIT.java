package io.barnabas.compat.transactions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
final class TransactionIT {
  private static final Map<String, String> SETTINGS =
      Map.of("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200");

  private final BrokerProcess broker;

  TransactionIT(Brokers brokers) throws Exception {
    broker = brokers.start(SETTINGS);
  }

  private Producer<String, String> producer(String id) {
    return producer(id, 60_000);
  }

  private Producer<String, String> producer(String id, int timeoutMs) {
    Producer<String, String> producer =
        Clients.producer(
            broker, Map.of("transactional.id", id, "transaction.timeout.ms", timeoutMs));
    producer.initTransactions();
    return producer;
  }

  private static void send(Producer<String, String> producer, String topic, String... values) {
    for (String value : values) {
      producer.send(new ProducerRecord<>(topic, 0, null, value));
    }
  }

  private List<String> committed(String topic, int count) {
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      return Clients.poll(consumer, count).stream().map(ConsumerRecord::value).toList();
    }
  }

  @Test
  void shouldShowCommittedAndHideAborted() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (Producer<String, String> producer = producer("a")) {
      for (int round = 0; round < 5; round++) {
        producer.beginTransaction();
        send(producer, topic, "kept-" + round + "-1", "kept-" + round + "-2");
        producer.commitTransaction();
        producer.beginTransaction();
        send(producer, topic, "dropped-" + round);
        producer.flush();
        producer.abortTransaction();
      }
    }
    List<String> expected = new ArrayList<>();
    for (int round = 0; round < 5; round++) {
      expected.addAll(List.of("kept-" + round + "-1", "kept-" + round + "-2"));
    }
    assertEquals(expected, committed(topic, 10));
  }

  @Test
  void shouldWriteToTopicsWithAppendTime() throws Exception {
    for (Map<String, String> configs :
        List.of(
            Map.of("message.timestamp.type", "LogAppendTime"),
            Map.of("message.timestamp.type", "LogAppendTime", "compression.type", "lz4"))) {
      String topic = Clients.topic(broker, 1, configs);
      long began = System.currentTimeMillis();
      try (Producer<String, String> producer = producer(Clients.unique("append-time"))) {
        for (String value : List.of("one", "two")) {
          producer.beginTransaction();
          producer.send(new ProducerRecord<>(topic, 0, 1L, null, value));
          producer.commitTransaction();
        }
      }
      try (Consumer<String, String> consumer =
          Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
        consumer.assign(List.of(new TopicPartition(topic, 0)));
        List<ConsumerRecord<String, String>> records = Clients.poll(consumer, 2);
        assertEquals(List.of("one", "two"), records.stream().map(ConsumerRecord::value).toList());
        for (ConsumerRecord<String, String> each : records) {
          assertEquals(TimestampType.LOG_APPEND_TIME, each.timestampType());
          assertTrue(each.timestamp() >= began, "of " + each.timestamp());
        }
      }
    }
  }

  @Test
  void shouldReadNoFurtherThanTheOldestOpenTransaction() throws Exception {
    String topic = Clients.topic(broker, 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    try (Producer<String, String> open = producer("open");
        Producer<String, String> other = producer("other");
        Admin admin = Clients.admin(broker)) {
      other.beginTransaction();
      send(other, topic, "first");
      other.commitTransaction();
      // The marker comes after the answer.
      assertEquals(List.of("first"), committed(topic, 1));
      open.beginTransaction();
      send(open, topic, "undecided");
      open.flush();
      other.beginTransaction();
      send(other, topic, "second");
      other.commitTransaction();
      assertEquals(List.of("first"), committed(topic, 1));
      assertEquals(
          2L,
          admin
              .listOffsets(
                  Map.of(partition, OffsetSpec.latest()),
                  new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
              .partitionResult(partition)
              .get()
              .offset());
      open.commitTransaction();
      assertEquals(List.of("first", "undecided", "second"), committed(topic, 3));
    }
  }

  @Test
  void shouldFenceTheFirstOfTwoInstances() throws Exception {
    String topic = Clients.topic(broker, 1);
    Producer<String, String> first = producer("twice");
    first.beginTransaction();
    send(first, topic, "zombie");
    first.flush();
    try (Producer<String, String> second = producer("twice")) {
      assertThrows(
          KafkaException.class,
          () -> {
            send(first, topic, "late");
            first.commitTransaction();
          });
      second.beginTransaction();
      send(second, topic, "alive");
      second.commitTransaction();
      assertEquals(List.of("alive"), committed(topic, 1));
    } finally {
      first.close(Duration.ZERO);
    }
  }

  @Test
  void shouldAbortATransactionThatTakesTooLong() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (Producer<String, String> slow = producer("slow", 500);
        Admin admin = Clients.admin(broker)) {
      slow.beginTransaction();
      send(slow, topic, "late");
      slow.flush();
      Await.until(
          "the transaction is aborted",
          () ->
              admin.describeTransactions(List.of("slow")).description("slow").get().state()
                  == TransactionState.COMPLETE_ABORT);
      assertThrows(KafkaException.class, slow::commitTransaction);
    }
    try (Producer<String, String> next = producer("slow")) {
      next.beginTransaction();
      send(next, topic, "in time");
      next.commitTransaction();
    }
    assertEquals(List.of("in time"), committed(topic, 1));
  }

  @Test
  void shouldMoveOffsetsWithTheTransaction() throws Exception {
    String topic = Clients.topic(broker, 1);
    TopicPartition partition = new TopicPartition(topic, 0);
    String group = Clients.unique("group");
    try (Producer<String, String> producer = producer("offsets");
        Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", group));
        Admin admin = Clients.admin(broker)) {
      consumer.subscribe(List.of(topic));
      send(producer, producer, topic);
      assertEquals(1, Clients.poll(consumer, 1).size());
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(
          Map.of(partition, new OffsetAndMetadata(1)), consumer.groupMetadata());
      assertTrue(
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().isEmpty());
      producer.abortTransaction();
      assertTrue(
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().isEmpty());
      producer.beginTransaction();
      producer.sendOffsetsToTransaction(
          Map.of(partition, new OffsetAndMetadata(1)), consumer.groupMetadata());
      producer.commitTransaction();
      // Asks for stable offsets, so it waits for the marker.
      assertEquals(1, consumer.committed(java.util.Set.of(partition)).get(partition).offset());
    }
  }

  private static void send(
      Producer<String, String> producer, Producer<String, String> same, String topic) {
    producer.beginTransaction();
    send(same, topic, "input");
    producer.commitTransaction();
  }

  @Test
  void shouldKeepWhatWasDecidedThroughKillNine() throws Exception {
    String topic = Clients.topic(broker, 1);
    List<String> expected = new ArrayList<>();
    try (Producer<String, String> producer = producer("killed")) {
      for (int round = 0; round < 2; round++) {
        producer.beginTransaction();
        send(producer, topic, "committed-" + round);
        producer.commitTransaction();
        expected.add("committed-" + round);
        producer.beginTransaction();
        send(producer, topic, "aborted-" + round);
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        send(producer, topic, "over-the-kill-" + round);
        producer.flush();
        broker.kill();
        broker.start();
        send(producer, topic, "after-the-kill-" + round);
        producer.commitTransaction();
        expected.addAll(List.of("over-the-kill-" + round, "after-the-kill-" + round));
      }
    }
    assertEquals(expected, committed(topic, expected.size()));
  }
}
