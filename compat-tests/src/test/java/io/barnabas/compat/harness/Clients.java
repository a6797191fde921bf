package io.barnabas.compat.harness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Clients as their users make them: defaults, and what the test asks for on top. */
public final class Clients {
  private Clients() {}

  public static Admin admin(BrokerProcess broker) {
    return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  public static Producer<String, String> producer(
      BrokerProcess broker, Map<String, Object> settings) {
    return producer(broker.bootstrapServers(), settings);
  }

  public static Producer<String, String> producer(
      String bootstrapServers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("bootstrap.servers", bootstrapServers);
    return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
  }

  /** Reads from the beginning unless told otherwise, and commits only on demand. */
  public static Consumer<String, String> consumer(
      BrokerProcess broker, Map<String, Object> settings) {
    return consumer(broker.bootstrapServers(), settings);
  }

  public static Consumer<String, String> consumer(
      String bootstrapServers, Map<String, Object> settings) {
    Map<String, Object> all = new HashMap<>();
    all.put("auto.offset.reset", "earliest");
    all.put("enable.auto.commit", "false");
    all.putAll(settings);
    all.put("bootstrap.servers", bootstrapServers);
    return new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
  }

  /** A name that no other test uses. */
  public static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
  }

  /** Creates a topic of its own for the caller; returns its name. */
  public static String topic(BrokerProcess broker, int partitions) throws Exception {
    return topic(broker, partitions, Map.of());
  }

  public static String topic(BrokerProcess broker, int partitions, Map<String, String> configs)
      throws Exception {
    String name = unique("topic");
    try (Admin admin = admin(broker)) {
      admin
          .createTopics(List.of(new NewTopic(name, partitions, (short) 1).configs(configs)))
          .all()
          .get();
    }
    return name;
  }

  /** Polls until {@code count} records have come; more than that is a failure. */
  public static <K, V> List<ConsumerRecord<K, V>> poll(Consumer<K, V> consumer, int count) {
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    Await.until(
        count + " records",
        Await.GENEROUS,
        () -> {
          consumer.poll(Duration.ofMillis(100)).forEach(records::add);
          return records.size() >= count;
        },
        () -> "but " + records.size());
    if (records.size() > count) {
      throw new AssertionError(records.size() + " records, expected " + count);
    }
    return records;
  }

  /** What made the future fail; an assertion error if it did not. */
  public static Throwable failure(KafkaFuture<?> future) throws InterruptedException {
    try {
      throw new AssertionError("succeeded with " + future.get());
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }
}
