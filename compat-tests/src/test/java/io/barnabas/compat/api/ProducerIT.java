package io.barnabas.compat.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(BrokersExtension.class)
final class ProducerIT {
  private final BrokerProcess broker;

  ProducerIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @Test
  void shouldKeepOrderAndOffsetsWithTheDefaults() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var producer = Clients.producer(broker, Map.of())) {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < 5_000; i++) {
        sent.add(producer.send(new ProducerRecord<>(topic, "k" + i, "v" + i)));
      }
      for (int i = 0; i < sent.size(); i++) {
        assertEquals(i, sent.get(i).get().offset());
      }
    }
    List<ConsumerRecord<String, String>> read = read(topic, 5_000);
    for (int i = 0; i < read.size(); i++) {
      assertEquals(i, read.get(i).offset());
      assertEquals("v" + i, read.get(i).value());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "gzip", "snappy", "lz4", "zstd"})
  void shouldTakeEveryCodec(String codec) throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var producer =
        Clients.producer(broker, Map.of("compression.type", codec, "linger.ms", 20))) {
      IntStream.range(0, 1_000)
          .forEach(i -> producer.send(new ProducerRecord<>(topic, "value " + i)));
      producer.flush();
    }
    List<ConsumerRecord<String, String>> read = read(topic, 1_000);
    assertEquals("value 0", read.get(0).value());
    assertEquals("value 999", read.get(999).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd", "uncompressed"})
  void shouldCompressAsTheTopicWants(String codec) throws Exception {
    String topic = Clients.topic(broker, 1, Map.of("compression.type", codec));
    try (var producer =
        Clients.producer(broker, Map.of("compression.type", "lz4", "linger.ms", 20))) {
      IntStream.range(0, 500)
          .forEach(i -> producer.send(new ProducerRecord<>(topic, "value " + i)));
      producer.flush();
    }
    assertEquals("value 499", read(topic, 500).get(499).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "all"})
  void shouldHonourAcks(String acks) throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var producer =
        Clients.producer(broker, Map.of("acks", acks, "enable.idempotence", "all".equals(acks)))) {
      RecordMetadata sent = producer.send(new ProducerRecord<>(topic, "x")).get();
      assertEquals("0".equals(acks) ? -1 : 0, sent.offset());
    }
    assertEquals("x", read(topic, 1).get(0).value());
  }

  @Test
  void shouldKeepHeadersNullsAndTimestamps() throws Exception {
    String topic = Clients.topic(broker, 1);
    try (var producer = Clients.producer(broker, Map.of())) {
      ProducerRecord<String, String> record =
          new ProducerRecord<>(topic, 0, Long.valueOf(1_234_567_890_123L), null, (String) null);
      record.headers().add(new RecordHeader("h", "one".getBytes(StandardCharsets.UTF_8)));
      record.headers().add(new RecordHeader("h", null));
      producer.send(record).get();
      producer.send(new ProducerRecord<>(topic, "", "")).get();
    }
    List<ConsumerRecord<String, String>> read = read(topic, 2);
    ConsumerRecord<String, String> first = read.get(0);
    assertNull(first.key());
    assertNull(first.value());
    assertEquals(1_234_567_890_123L, first.timestamp());
    assertEquals(TimestampType.CREATE_TIME, first.timestampType());
    assertEquals(2, first.headers().toArray().length);
    assertArrayEquals("one".getBytes(StandardCharsets.UTF_8), first.headers().toArray()[0].value());
    assertNull(first.headers().toArray()[1].value());
    assertEquals("", read.get(1).key());
    assertEquals("", read.get(1).value());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4"})
  void shouldStampWithTheBrokersClockWhereTheTopicWantsIt(String codec) throws Exception {
    String topic = Clients.topic(broker, 1, Map.of("message.timestamp.type", "LogAppendTime"));
    long before = System.currentTimeMillis();
    RecordMetadata sent;
    try (var producer = Clients.producer(broker, Map.of("compression.type", codec))) {
      sent = producer.send(new ProducerRecord<>(topic, 0, 5L, "k", "v")).get();
    }
    ConsumerRecord<String, String> read = read(topic, 1).get(0);
    assertEquals(TimestampType.LOG_APPEND_TIME, read.timestampType());
    assertTrue(read.timestamp() >= before - 1000, "stamped " + read.timestamp());
    assertEquals(read.timestamp(), sent.timestamp());
  }

  @Test
  void shouldRefuseRecordsOverMaxMessageBytes() throws Exception {
    String topic = Clients.topic(broker, 1, Map.of("max.message.bytes", "10000"));
    try (var producer = Clients.producer(broker, Map.of())) {
      producer.send(new ProducerRecord<>(topic, "x".repeat(9_000))).get();
      assertInstanceOf(RecordTooLargeException.class, failure(producer, topic, "x".repeat(11_000)));
      producer.send(new ProducerRecord<>(topic, "after")).get();
    }
    assertEquals("after", read(topic, 2).get(1).value());
  }

  @Test
  void shouldTakeBigRecordsWhereTheTopicAllowsThem() throws Exception {
    String topic = Clients.topic(broker, 1, Map.of("max.message.bytes", "20000000"));
    String big = "0123456789".repeat(1_500_000);
    try (var producer =
        Clients.producer(
            broker, Map.of("max.request.size", 20_000_000, "buffer.memory", 64_000_000))) {
      producer.send(new ProducerRecord<>(topic, big)).get();
      producer.send(new ProducerRecord<>(topic, "small")).get();
    }
    List<ConsumerRecord<String, String>> read = read(topic, 2);
    assertEquals(big, read.get(0).value());
    assertEquals("small", read.get(1).value());
  }

  @Test
  void shouldCreateTopicsOnFirstUse() throws Exception {
    String topic = Clients.unique("auto");
    try (var producer = Clients.producer(broker, Map.of())) {
      assertEquals(0, producer.send(new ProducerRecord<>(topic, "first")).get().offset());
      assertInstanceOf(InvalidTopicException.class, failure(producer, "not a name", "x"));
    }
    assertEquals("first", read(topic, 1).get(0).value());
  }

  @Test
  void shouldRefuseRecordsWithoutAKeyOnCompactedTopics() throws Exception {
    String topic = Clients.topic(broker, 1, Map.of("cleanup.policy", "compact"));
    try (var producer = Clients.producer(broker, Map.of())) {
      assertInstanceOf(
          org.apache.kafka.common.InvalidRecordException.class, failure(producer, topic, "x"));
      assertEquals(0, producer.send(new ProducerRecord<>(topic, "k", "v")).get().offset());
    }
  }

  @Test
  void shouldServeManyProducersOfOnePartitionAtOnce() throws Exception {
    String topic = Clients.topic(broker, 1);
    List<Producer<String, String>> producers = new ArrayList<>();
    try {
      for (int p = 0; p < 8; p++) {
        producers.add(Clients.producer(broker, Map.of()));
      }
      for (int i = 0; i < 500; i++) {
        for (int p = 0; p < producers.size(); p++) {
          producers.get(p).send(new ProducerRecord<>(topic, "p" + p, Integer.toString(i)));
        }
      }
    } finally {
      producers.forEach(Producer::close);
    }
    int[] next = new int[8];
    for (ConsumerRecord<String, String> record : read(topic, 4_000)) {
      int producer = record.key().charAt(1) - '0';
      assertEquals(next[producer]++, Integer.parseInt(record.value()));
    }
  }

  private static Throwable failure(Producer<String, String> producer, String topic, String value) {
    return assertThrows(
            ExecutionException.class, () -> producer.send(new ProducerRecord<>(topic, value)).get())
        .getCause();
  }

  private List<ConsumerRecord<String, String>> read(String topic, int count) {
    try (var consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      consumer.seekToBeginning(consumer.assignment());
      return Clients.poll(consumer, count);
    }
  }
}
