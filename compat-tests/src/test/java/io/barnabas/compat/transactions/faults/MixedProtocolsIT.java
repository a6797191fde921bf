package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Instances of one transactional id, some of which speak the old protocol and some Transactions V2,
 * as while an application is brought to a new release and back.
 */
@ExtendWith(BrokersExtension.class)
final class MixedProtocolsIT {
  private static final int INSTANCES = 12;

  private final BrokerProcess broker;

  MixedProtocolsIT(BrokerProcess broker) {
    this.broker = broker;
  }

  /**
   * Every instance commits one transaction, aborts one and leaves one open to the next instance.
   */
  @Test
  void shouldLetOneTakeOverFromTheOther() throws Exception {
    String topic = Clients.topic(broker, 1);
    String id = Clients.unique("mixed");
    List<String> committed = new ArrayList<>();
    try (RawConnection connection = new RawConnection(broker.port())) {
      RawProducer.findCoordinators(connection);
      RawProducer before = null;
      for (int number = 0; number < INSTANCES; number++) {
        boolean v2 = number % 4 < 2 == (number % 2 == 0); // Each after each, and after its like.
        RawProducer producer = new RawProducer(connection, id, v2);
        assertEquals(Errors.NONE, producer.init(), "instance " + number);
        if (before != null) {
          assertEquals(
              Errors.PRODUCER_FENCED,
              Errors.forCode(before.endOnce(true, before.producerId, before.epoch).errorCode()),
              "the instance before " + number);
        }
        int sequence = 0;
        write(producer, v2, topic, sequence, number + " commits");
        assertEquals(Errors.NONE, producer.end(true), "commit by " + number);
        committed.add(number + " commits");
        sequence = v2 ? 0 : sequence + 1;
        write(producer, v2, topic, sequence, number + " aborts");
        assertEquals(Errors.NONE, producer.end(false), "abort by " + number);
        sequence = v2 ? 0 : sequence + 1;
        write(producer, v2, topic, sequence, number + " goes away");
        before = producer;
      }
      RawProducer last = new RawProducer(connection, id, true);
      assertEquals(Errors.NONE, last.init());
    }
    List<TopicPartition> partitions = Readings.partitions(topic, 1);
    new Ends(broker.bootstrapServers()).awaitStable(partitions);
    assertEquals(
        committed,
        List.copyOf(
            Readings.whole(broker.bootstrapServers(), partitions, Map.of())
                .of(partitions.get(0))
                .values()));
  }

  private static void write(
      RawProducer producer, boolean v2, String topic, int sequence, String value) {
    if (!v2) {
      assertEquals(Errors.NONE, producer.addPartitions(topic, List.of(0)), value);
    }
    assertEquals(Errors.NONE, producer.produce(topic, 0, sequence, value), value);
  }
}
