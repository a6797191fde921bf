package io.barnabas.compat.groups;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokersExtension.class)
final class GroupRecoveryIT {

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"kill", "stop"})
  void shouldGoOnWhereTheGroupWas(String end, Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of());
    String topic = Clients.topic(broker, 2);
    String group = Clients.unique("group");
    Set<String> seen = new HashSet<>();
    try (var consumer =
            Clients.consumer(
                broker,
                Map.of("group.id", group, "session.timeout.ms", 45_000, "max.poll.records", 20));
        var producer = Clients.producer(broker, Map.of("delivery.timeout.ms", 300_000))) {
      produce(producer, topic, 0, 200);
      consumer.subscribe(List.of(topic));
      Await.until(
          "the first records",
          () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> seen.add(record.value()));
            return seen.size() >= 100;
          });
      consumer.commitSync();
      Map<TopicPartition, OffsetAndMetadata> committed = offsets(broker, group);
      assertEquals(seen.size(), sum(committed));

      if (end.equals("kill")) {
        broker.kill();
      } else {
        broker.stop();
      }
      broker.start();

      assertEquals(committed, offsets(broker, group));
      produce(producer, topic, 200, 400);
      Await.until(
          "all records, each once",
          () -> {
            consumer.poll(Duration.ofMillis(50)).forEach(record -> seen.add(record.value()));
            return seen.size() == 400;
          });
      consumer.commitSync();
      assertEquals(400, sum(offsets(broker, group)));
    }
  }

  @Test
  void shouldFindGroupsByThePartitionsTheOffsetsTopicHas(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("offsets.topic.num.partitions", "50"));
    String topic = Clients.topic(broker, 1);
    try (var admin = Clients.admin(broker)) {
      admin.createTopics(List.of(new NewTopic("__consumer_offsets", 3, (short) 1))).all().get();
    }
    broker.stop();
    broker.start();

    Map<TopicPartition, OffsetAndMetadata> committed =
        Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(7));
    for (int i = 0; i < 5; i++) {
      String group = Clients.unique("group");
      try (var admin = Clients.admin(broker)) {
        admin.alterConsumerGroupOffsets(group, committed).all().get();
      }
      assertEquals(7, sum(offsets(broker, group)));
    }
  }

  private static void produce(
      org.apache.kafka.clients.producer.Producer<String, String> producer,
      String topic,
      int from,
      int to) {
    for (int i = from; i < to; i++) {
      producer.send(new ProducerRecord<>(topic, i % 2, null, "v" + i));
    }
    producer.flush();
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(BrokerProcess broker, String group)
      throws Exception {
    try (var admin = Clients.admin(broker)) {
      return admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
    }
  }

  private static long sum(Map<TopicPartition, OffsetAndMetadata> offsets) {
    return offsets.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }
}
