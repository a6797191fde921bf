package io.barnabas.compat.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The packaged broker where it may have fewer files open than there are partitions. */
@ExtendWith(BrokersExtension.class)
final class FewOpenFilesIT {
  private static final int OPEN_FILES = 200;
  private static final int PARTITIONS = 400;

  @Test
  void shouldServeMorePartitionsThanItMayHaveFilesOpen(Brokers brokers) throws Exception {
    BrokerProcess broker = brokers.create(Map.of()).withOpenFiles(OPEN_FILES).start();
    String topic = Clients.topic(broker, PARTITIONS);

    try (Producer<String, String> producer = Clients.producer(broker, Map.of())) {
      for (int round = 0; round < 2; round++) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int partition = 0; partition < PARTITIONS; partition++) {
          sent.add(producer.send(new ProducerRecord<>(topic, partition, null, "round-" + round)));
        }
        for (Future<RecordMetadata> each : sent) {
          assertEquals(round, each.get().offset());
        }
      }
    }
    try (Consumer<String, String> consumer = Clients.consumer(broker, Map.of())) {
      consumer.assign(
          IntStream.range(0, PARTITIONS)
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .toList());
      assertEquals(2 * PARTITIONS, Clients.poll(consumer, 2 * PARTITIONS).size());
    }
    try (Admin admin = Clients.admin(broker)) {
      for (LogDirDescription directory :
          admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values()) {
        assertNull(directory.error());
      }
    }
  }
}
