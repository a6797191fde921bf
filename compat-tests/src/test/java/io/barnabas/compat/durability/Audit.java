package io.barnabas.compat.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Clients;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a topic whole and holds it against the {@link Ledger}: every record where it was promised
 * to be, each once, each producer's in the order of sending, and nothing that nobody sent.
 */
final class Audit {
  private final BrokerProcess broker;
  private final String topic;
  private final Ledger ledger;
  private final List<Load> loads;

  Audit(BrokerProcess broker, String topic, Ledger ledger, List<Load> loads) {
    this.broker = broker;
    this.topic = topic;
    this.ledger = ledger;
    this.loads = loads;
  }

  /**
   * {@code sentBefore}: how many records producers of earlier rounds have sent to the partition.
   */
  void check(int partition, Map<String, Integer> sentBefore) {
    Map<Long, String> found = new HashMap<>();
    Map<String, Integer> next = new HashMap<>();
    for (ConsumerRecord<String, String> record : read(new TopicPartition(topic, partition))) {
      int expected = next.merge(record.key(), 1, Integer::sum) - 1;
      assertEquals(
          expected,
          Integer.parseInt(record.value().substring(0, record.value().indexOf(' '))),
          () ->
              "order of "
                  + record.key()
                  + " at "
                  + topic
                  + "-"
                  + partition
                  + "@"
                  + record.offset());
      found.put(record.offset(), Ledger.record(record.key(), expected));
    }
    ledger
        .promises(partition)
        .forEach(
            (offset, promised) ->
                assertEquals(
                    promised, found.get(offset), () -> topic + "-" + partition + "@" + offset));
    Map<String, Integer> sent = new HashMap<>(sentBefore);
    loads.forEach(load -> sent.put(load.name(), load.sent(partition)));
    sent.values().removeIf(count -> count == 0);
    assertEquals(sent, next, () -> "records per producer in " + topic + "-" + partition);
  }

  private List<ConsumerRecord<String, String>> read(TopicPartition partition) {
    try (Consumer<String, String> consumer =
        Clients.consumer(broker, Map.of("check.crcs", "true"))) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      List<ConsumerRecord<String, String>> records = new ArrayList<>();
      while (consumer.position(partition) < end) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }
}
