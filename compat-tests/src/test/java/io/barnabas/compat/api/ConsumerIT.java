package io.barnabas.compat.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BrokersExtension.class)
final class ConsumerIT {
  private final BrokerProcess broker;

  ConsumerIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @Test
  void shouldSeekWhereItIsTold() throws Exception {
    TopicPartition partition = partitionWith(100);
    try (var consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 42);
      assertEquals("v42", Clients.poll(consumer, 58).get(0).value());
      consumer.seekToBeginning(List.of(partition));
      assertEquals(0, consumer.position(partition));
      consumer.seekToEnd(List.of(partition));
      assertEquals(100, consumer.position(partition));
      assertEquals(Map.of(partition, 0L), consumer.beginningOffsets(List.of(partition)));
      assertEquals(Map.of(partition, 100L), consumer.endOffsets(List.of(partition)));
    }
  }

  @Test
  void shouldFindOffsetsByTime() throws Exception {
    TopicPartition partition = partitionWith(100);
    try (var consumer = Clients.consumer(broker, Map.of())) {
      assertEquals(0, offsetAt(consumer.offsetsForTimes(Map.of(partition, 0L)), partition));
      assertEquals(37, offsetAt(consumer.offsetsForTimes(Map.of(partition, 1_037L)), partition));
      assertNull(consumer.offsetsForTimes(Map.of(partition, 5_000L)).get(partition));
    }
    try (var admin = Clients.admin(broker)) {
      var newest =
          admin
              .listOffsets(Map.of(partition, OffsetSpec.maxTimestamp()))
              .all()
              .get()
              .get(partition);
      assertEquals(99, newest.offset());
      assertEquals(1_099, newest.timestamp());
      assertEquals(
          0,
          admin
              .listOffsets(Map.of(partition, OffsetSpec.earliestLocal()))
              .all()
              .get()
              .get(partition)
              .offset());
    }
  }

  @Test
  void shouldTellWhenAnOffsetDoesNotExist() throws Exception {
    TopicPartition partition = partitionWith(10);
    try (var consumer = Clients.consumer(broker, Map.of("auto.offset.reset", "none"))) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 500);
      assertThrows(
          OffsetOutOfRangeException.class,
          () -> consumer.poll(Await.GENEROUS),
          "no records, no reset");
    }
  }

  @Test
  void shouldDeleteRecordsFromTheFront() throws Exception {
    TopicPartition partition = partitionWith(100);
    try (var admin = Clients.admin(broker);
        var consumer = Clients.consumer(broker, Map.of())) {
      assertEquals(
          60,
          admin
              .deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(60)))
              .lowWatermarks()
              .get(partition)
              .get()
              .lowWatermark());
      assertEquals(60L, consumer.beginningOffsets(List.of(partition)).get(partition));
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      assertEquals(60, Clients.poll(consumer, 40).get(0).offset());
      Throwable beyond =
          Clients.failure(
              admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(101))).all());
      assertTrue(
          beyond instanceof org.apache.kafka.common.errors.OffsetOutOfRangeException,
          beyond.toString());
    }
  }

  @Test
  void shouldReadRecordsLargerThanTheFetchLimits() throws Exception {
    String topic = Clients.topic(broker, 2);
    String big = "x".repeat(900_000);
    try (var producer = Clients.producer(broker, Map.of())) {
      for (int i = 0; i < 4; i++) {
        producer.send(new ProducerRecord<>(topic, i % 2, "k", big)).get();
        producer.send(new ProducerRecord<>(topic, i % 2, "k", "small")).get();
      }
    }
    Map<String, Object> limits =
        Map.of("max.partition.fetch.bytes", 1_000, "fetch.max.bytes", 1_000);
    try (var consumer = Clients.consumer(broker, limits)) {
      consumer.assign(List.of(new TopicPartition(topic, 0), new TopicPartition(topic, 1)));
      consumer.seekToBeginning(consumer.assignment());
      List<ConsumerRecord<String, String>> read = Clients.poll(consumer, 8);
      assertEquals(4, read.stream().filter(record -> record.value().length() == 900_000).count());
    }
  }

  @Test
  void shouldKeepManyPartitionsInOneFetchSession() throws Exception {
    int partitions = 200;
    String topic = Clients.topic(broker, partitions);
    try (var producer = Clients.producer(broker, Map.of());
        var consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(
          IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList());
      consumer.seekToBeginning(consumer.assignment());
      for (int round = 0; round < 5; round++) {
        String value = "round " + round;
        IntStream.range(0, partitions)
            .forEach(p -> producer.send(new ProducerRecord<>(topic, p, null, value)));
        producer.flush();
        Set<Integer> seen = new HashSet<>();
        Clients.poll(consumer, partitions)
            .forEach(
                record -> {
                  assertEquals(value, record.value());
                  seen.add(record.partition());
                });
        assertEquals(partitions, seen.size());
      }
      Set<TopicPartition> odd = new HashSet<>(consumer.assignment());
      odd.removeIf(partition -> partition.partition() % 2 == 0);
      consumer.assign(odd);
      IntStream.range(0, partitions)
          .forEach(p -> producer.send(new ProducerRecord<>(topic, p, null, "odd")));
      producer.flush();
      assertTrue(
          Clients.poll(consumer, partitions / 2).stream()
              .allMatch(record -> record.partition() % 2 == 1));
    }
  }

  @Test
  void shouldWakeAWaitingFetchWhenRecordsCome() throws Exception {
    TopicPartition partition = partitionWith(0);
    Map<String, Object> patient = Map.of("fetch.max.wait.ms", 30_000, "request.timeout.ms", 60_000);
    try (var producer = Clients.producer(broker, Map.of());
        var consumer = Clients.consumer(broker, patient)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.poll(Duration.ofMillis(500));
      long start = System.nanoTime();
      producer.send(new ProducerRecord<>(partition.topic(), "wake up")).get();
      Clients.poll(consumer, 1);
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      assertTrue(waited.toSeconds() < 15, "the fetch slept on for " + waited);
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  @Test
  void shouldWaitForEnoughBytes() throws Exception {
    TopicPartition partition = partitionWith(0);
    Map<String, Object> hungry =
        Map.of(
            "fetch.min.bytes", 100_000, "fetch.max.wait.ms", 20_000, "request.timeout.ms", 60_000);
    try (var producer = Clients.producer(broker, Map.of("linger.ms", 0));
        var consumer = Clients.consumer(broker, hungry)) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      consumer.poll(Duration.ofMillis(300));
      for (int i = 0; i < 3; i++) {
        producer.send(new ProducerRecord<>(partition.topic(), "x".repeat(40_000))).get();
      }
      List<ConsumerRecord<String, String>> read = new ArrayList<>();
      Await.until(
          "records",
          () -> {
            consumer.poll(Duration.ofMillis(100)).forEach(read::add);
            return !read.isEmpty();
          });
      assertEquals(3, read.size());
      consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
  }

  @Test
  void shouldKeepCommittedOffsetsWithMetadata() throws Exception {
    TopicPartition partition = partitionWith(10);
    Map<String, Object> group = Map.of("group.id", Clients.unique("group"));
    try (var consumer = Clients.consumer(broker, group)) {
      consumer.assign(List.of(partition));
      assertNull(consumer.committed(Set.of(partition)).get(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(4, Optional.of(0), "note")));
    }
    try (var consumer = Clients.consumer(broker, group)) {
      consumer.assign(List.of(partition));
      OffsetAndMetadata committed = consumer.committed(Set.of(partition)).get(partition);
      assertEquals(4, committed.offset());
      assertEquals("note", committed.metadata());
      assertEquals(Optional.of(0), committed.leaderEpoch());
      assertEquals("v4", Clients.poll(consumer, 6).get(0).value());
    }
  }

  @Test
  void shouldValidatePositionsByLeaderEpoch() throws Exception {
    TopicPartition partition = partitionWith(10);
    try (var consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, new OffsetAndMetadata(5, Optional.of(0), ""));
      assertEquals("v5", Clients.poll(consumer, 5).get(0).value());
    }
  }

  @Test
  void shouldReadCommittedUpToTheLastStableOffset() throws Exception {
    TopicPartition partition = partitionWith(10);
    try (var consumer = Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      assertEquals(10, Clients.poll(consumer, 10).size());
      assertEquals(10L, consumer.endOffsets(List.of(partition)).get(partition));
    }
  }

  @Test
  void shouldSubscribeByPatternAndSeeNewTopics() throws Exception {
    String prefix = Clients.unique("pattern");
    Map<String, Object> settings =
        Map.of("group.id", Clients.unique("group"), "metadata.max.age.ms", 500);
    try (var producer = Clients.producer(broker, Map.of());
        var consumer = Clients.consumer(broker, settings)) {
      producer.send(new ProducerRecord<>(prefix + "-a", "a")).get();
      consumer.subscribe(java.util.regex.Pattern.compile(prefix + ".*"));
      assertEquals("a", Clients.poll(consumer, 1).get(0).value());
      consumer.commitSync();
      producer.send(new ProducerRecord<>(prefix + "-b", "b")).get();
      assertEquals("b", Clients.poll(consumer, 1).get(0).value());
    }
  }

  @Test
  void shouldReadAcrossSegments() throws Exception {
    String topic = Clients.topic(broker, 1, Map.of("segment.bytes", "1048576"));
    TopicPartition partition = new TopicPartition(topic, 0);
    String value = "y".repeat(1_000);
    try (var producer = Clients.producer(broker, Map.of());
        var consumer = Clients.consumer(broker, Map.of())) {
      for (int i = 0; i < 5_000; i++) {
        producer.send(new ProducerRecord<>(topic, 0, 10_000L + i, "k" + i, value));
      }
      producer.flush();
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<ConsumerRecord<String, String>> read = Clients.poll(consumer, 5_000);
      IntStream.range(0, 5_000).forEach(i -> assertEquals("k" + i, read.get(i).key()));
      for (long wanted : List.of(0L, 1_111L, 2_222L, 4_999L)) {
        Map<TopicPartition, Long> query = new HashMap<>(Map.of(partition, 10_000 + wanted));
        assertEquals(wanted, offsetAt(consumer.offsetsForTimes(query), partition));
      }
    }
  }

  private static long offsetAt(
      Map<TopicPartition, OffsetAndTimestamp> offsets, TopicPartition partition) {
    return offsets.get(partition).offset();
  }

  /** Partition 0 of a new topic: values v0, v1, ...; record i is stamped 1000 + i. */
  private TopicPartition partitionWith(int records) throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var producer = Clients.producer(broker, Map.of())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, 0, 1_000L + i, "k" + i, "v" + i));
      }
      producer.flush();
    }
    return new TopicPartition(topic, 0);
  }
}
