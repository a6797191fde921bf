package io.barnabas.compat.transactions.faults;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What one reader of committed records has seen, by partition and offset. One thread. */
final class Readings {
  private final Map<TopicPartition, SortedMap<Long, String>> seen = new HashMap<>();

  static Consumer<String, String> consumer(String bootstrap, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", bootstrap);
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("request.timeout.ms", 3_000);
    settings.put("default.api.timeout.ms", 20_000);
    settings.put("retry.backoff.ms", 10);
    settings.put("reconnect.backoff.ms", 10);
    settings.put("reconnect.backoff.max.ms", 100);
    settings.putAll(more);
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }

  static List<TopicPartition> partitions(String topic, int count) {
    return IntStream.range(0, count).mapToObj(each -> new TopicPartition(topic, each)).toList();
  }

  /** Everything below the last stable offset. */
  static Readings whole(
      String bootstrap, List<TopicPartition> partitions, Map<String, Object> more) {
    Readings readings = new Readings();
    try (Consumer<String, String> consumer = consumer(bootstrap, more)) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (!ends.entrySet().stream()
          .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
        readings.poll(consumer, Duration.ofMillis(50));
      }
    }
    return readings;
  }

  void poll(Consumer<String, String> consumer, Duration wait) {
    for (ConsumerRecord<String, String> each : consumer.poll(wait)) {
      TopicPartition partition = new TopicPartition(each.topic(), each.partition());
      String before =
          seen.computeIfAbsent(partition, key -> new TreeMap<>()).put(each.offset(), each.value());
      if (before != null && !before.equals(each.value())) {
        throw new AssertionError(
            partition + "@" + each.offset() + " was " + before + " and is " + each.value());
      }
    }
  }

  SortedMap<Long, String> of(TopicPartition partition) {
    return seen.getOrDefault(partition, new TreeMap<>());
  }

  int count() {
    return seen.values().stream().mapToInt(Map::size).sum();
  }
}
