package io.barnabas.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Stock clients of a broker. */
final class Clients {
  private Clients() {}

  static Producer producer(Barnabas broker, String... settings) {
    Map<String, Object> config = config(broker, settings);
    config.putIfAbsent("retry.backoff.ms", "1");
    config.putIfAbsent("reconnect.backoff.ms", "1");
    return new Producer(config);
  }

  /** Strings to strings. */
  static final class Producer extends KafkaProducer<String, String> {
    private Producer(Map<String, Object> config) {
      super(config, new StringSerializer(), new StringSerializer());
    }

    /** Sends and waits; the offset. */
    long put(String topic, String value) throws Exception {
      return send(new ProducerRecord<>(topic, value)).get().offset();
    }
  }

  static KafkaConsumer<String, String> consumer(Barnabas broker, String... settings) {
    Map<String, Object> config = config(broker, settings);
    config.putIfAbsent("auto.offset.reset", "earliest");
    config.putIfAbsent("enable.auto.commit", "false");
    return new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer());
  }

  static Admin admin(Barnabas broker, String... settings) {
    return Admin.create(config(broker, settings));
  }

  private static Map<String, Object> config(Barnabas broker, String... settings) {
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", broker.bootstrapServers());
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      config.put(parts[0], parts[1]);
    }
    return config;
  }

  /** The values in partition 0, read by nobody's group. */
  static List<String> values(Barnabas broker, String topic, String... settings) {
    TopicPartition partition = new TopicPartition(topic, 0);
    try (KafkaConsumer<String, String> consumer = consumer(broker, settings)) {
      consumer.assign(Set.of(partition));
      consumer.seekToBeginning(Set.of(partition));
      long end = consumer.endOffsets(Set.of(partition)).get(partition);
      List<String> values = new ArrayList<>();
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofSeconds(1))) {
          values.add(each.value());
        }
      }
      return values;
    }
  }

  static long earliest(Admin admin, String topic) throws Exception {
    return offset(admin, topic, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
  }

  static long lastStable(Admin admin, String topic) throws Exception {
    return offset(admin, topic, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
  }

  private static long offset(Admin admin, String topic, OffsetSpec which, IsolationLevel isolation)
      throws Exception {
    TopicPartition partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(
            Map.of(partition, which),
            new org.apache.kafka.clients.admin.ListOffsetsOptions(isolation))
        .partitionResult(partition)
        .get()
        .offset();
  }

  static Properties properties(Barnabas broker) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", broker.bootstrapServers());
    return properties;
  }
}
