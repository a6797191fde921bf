package io.barnabas.compat.tools;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code kafka-transactions.sh} in all its commands. */
@ExtendWith(BrokersExtension.class)
final class TransactionsToolIT {
  private final BrokerProcess broker;
  private final StockTools tools;

  TransactionsToolIT(BrokerProcess broker) {
    this.broker = broker;
    this.tools = new StockTools(broker);
  }

  @Test
  void shouldShowAnOpenTransactionAndAbortIt() throws Exception {
    String topic = Clients.topic(broker, 1);
    String id = Clients.unique("tool");
    try (Producer<String, String> producer =
            Clients.producer(broker, Map.of("transactional.id", id));
        Consumer<String, String> consumer =
            Clients.consumer(broker, Map.of("isolation.level", "read_committed"))) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 0, null, "kept"));
      producer.commitTransaction();
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      assertEquals("kept", Clients.poll(consumer, 1).get(0).value());
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, 0, null, "hanging"));
      producer.flush();

      tools.transactions("list").contains("^" + id + "\\s+\\d+\\s+\\d+\\s+Ongoing");
      tools
          .transactions("describe", "--transactional-id", id)
          .contains("Ongoing\\s+.*" + topic + "-0");
      tools
          .transactions("describe-producers", "--topic", topic, "--partition", "0")
          .contains("^\\d+\\s+\\d+\\s+-?\\d+\\s+\\d+\\s+\\d+\\s+2\\s*$");
      tools.transactions("find-hanging", "--broker-id", brokerId());
      tools.transactions("abort", "--topic", topic, "--partition", "0", "--start-offset", "2");

      TopicPartition partition = new TopicPartition(topic, 0);
      assertEquals(4L, consumer.endOffsets(List.of(partition)).get(partition));
      producer.close(Duration.ZERO);
    }
  }

  private String brokerId() throws Exception {
    try (var admin = Clients.admin(broker)) {
      return admin.describeCluster().nodes().get().iterator().next().idString();
    }
  }
}
