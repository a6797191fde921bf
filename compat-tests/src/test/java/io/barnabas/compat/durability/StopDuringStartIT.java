package io.barnabas.compat.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** SIGTERM before a start has come to its end: no clean end, and nothing is lost. */
@ExtendWith(BrokersExtension.class)
final class StopDuringStartIT {
  private static final int PARTITIONS = 4;
  private static final int RECORDS = 40;

  @Test
  void shouldLoseNothingWhereverAStartIsStopped(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.start(Map.of("offsets.topic.num.partitions", "2"));
    String topic = Clients.topic(broker, PARTITIONS);
    List<TopicPartition> all =
        IntStream.range(0, PARTITIONS).mapToObj(p -> new TopicPartition(topic, p)).toList();
    try (Producer<String, String> producer = Clients.producer(broker, Map.of());
        Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", "g"))) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(topic, i % PARTITIONS, null, "value-" + i)).get();
      }
      consumer.assign(all);
      consumer.commitSync(Map.of(all.get(0), new OffsetAndMetadata(7)));
    }
    assertEquals(143, broker.stop());
    Path marker = broker.dataDirectory().resolve(".kafka_cleanshutdown");

    broker.launch();
    Await.until("the logs are opened", () -> Files.notExists(marker));
    broker.stop();
    assertFalse(Files.exists(marker));

    int before = timesElected(broker);
    broker.launch();
    Await.until("the metadata is there", () -> timesElected(broker) > before);
    broker.stop();

    broker.start();
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of("group.id", "g"))) {
      assertEquals(7, consumer.committed(Set.copyOf(all)).get(all.get(0)).offset());
      consumer.assign(all);
      consumer.seekToBeginning(all);
      assertEquals(
          IntStream.range(0, RECORDS)
              .mapToObj(i -> "value-" + i)
              .collect(Collectors.toCollection(TreeSet::new)),
          values(consumer));
    }
    assertEquals(143, broker.stop());
  }

  private static Collection<String> values(Consumer<String, String> consumer) {
    return Clients.poll(consumer, RECORDS).stream()
        .map(each -> each.value())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static int timesElected(BrokerProcess broker) {
    return broker.output().split("Controller of epoch", -1).length - 1;
  }
}
