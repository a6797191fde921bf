package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A transactional id whose producer has used up its epochs goes on with another producer id, and
 * nothing of a transaction is lost on the way (KIP-360, KIP-890).
 */
@ExtendWith(BrokersExtension.class)
final class LastEpochIT {
  private static final short LAST = Short.MAX_VALUE - 1;

  @Test
  void shouldGoOnWithAnotherProducerId(Brokers brokers) throws Exception {
    BrokerProcess broker = Target.start(brokers, Map.of());
    String topic = Clients.topic(broker, 2);
    try (RawConnection connection = new RawConnection(broker.port())) {
      RawProducer.findCoordinators(connection);
      commit(usedUp(connection, "commits"), topic);
      takeOver(usedUp(connection, "is taken over"), topic);
    }
    new Ends(broker.bootstrapServers()).awaitStable(Readings.partitions(topic, 2));
    Readings read =
        Readings.whole(broker.bootstrapServers(), Readings.partitions(topic, 2), Map.of());
    List<List<String>> found =
        Readings.partitions(topic, 2).stream()
            .map((TopicPartition each) -> List.copyOf(read.of(each).values()))
            .toList();
    assertEquals(List.of(List.of("last", "first"), List.of("first")), found);
  }

  /** A producer with the last epoch that clients get. */
  private static RawProducer usedUp(RawConnection connection, String id) throws Exception {
    RawProducer producer = new RawProducer(connection, id, true);
    assertEquals(Errors.NONE, producer.init());
    producer.initUpTo(LAST);
    return producer;
  }

  /** The end of its last transaction tells it the new id, and again if it asks again. */
  private static void commit(RawProducer producer, String topic) throws Exception {
    long old = producer.producerId;
    assertEquals(Errors.NONE, producer.produce(topic, 0, 0, "last"));
    assertEquals(Errors.NONE, producer.end(true));
    assertNotEquals(old, producer.producerId);
    assertEquals(0, producer.epoch);
    EndTxnResponseData again = producer.endOnce(true, old, LAST);
    while (again.errorCode() == Errors.CONCURRENT_TRANSACTIONS.code()) {
      again = producer.endOnce(true, old, LAST);
    }
    assertEquals(
        List.of(0, producer.producerId, 0),
        List.of((int) again.errorCode(), again.producerId(), (int) again.producerEpoch()));
    next(producer, topic, 0);
  }

  /** What it has open is aborted under the very last epoch, which nobody else gets. */
  private static void takeOver(RawProducer producer, String topic) {
    long old = producer.producerId;
    assertEquals(Errors.NONE, producer.produce(topic, 1, 0, "aborted"));
    assertEquals(Errors.NONE, producer.init());
    assertNotEquals(old, producer.producerId);
    next(producer, topic, 1);
  }

  private static void next(RawProducer producer, String topic, int partition) {
    assertEquals(Errors.NONE, producer.produce(topic, partition, 0, "first"));
    assertEquals(Errors.NONE, producer.end(true));
  }
}
