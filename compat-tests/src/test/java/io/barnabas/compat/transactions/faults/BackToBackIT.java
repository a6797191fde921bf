package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Under Transactions V2 the end of a transaction is answered before its markers are written, and a
 * client begins the next one at once: that the last one is not marked yet is no concern of its
 * (KIP-890).
 */
@ExtendWith(BrokersExtension.class)
final class BackToBackIT {
  private static final int PRODUCERS = 12;
  private static final int TRANSACTIONS = 100;
  private static final int PARTITIONS = 3;

  private final BrokerProcess broker;

  BackToBackIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @Test
  void shouldLetTheNextTransactionBeginBeforeTheLastIsMarked() throws Exception {
    String topic = Clients.topic(broker, PARTITIONS);
    String group = Clients.unique("group");
    ExecutorService threads = Executors.newFixedThreadPool(PRODUCERS);
    try {
      List<Future<Boolean>> running =
          IntStream.range(0, PRODUCERS)
              .mapToObj(number -> threads.submit(() -> transact(topic, group, number)))
              .toList();
      for (Future<Boolean> each : running) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    new Ends(broker.bootstrapServers()).awaitCompleted();
    try (Admin admin = Clients.admin(broker)) {
      assertEquals(
          TRANSACTIONS,
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .values()
              .iterator()
              .next()
              .offset());
    }
  }

  /** Offsets come first, since they have the shortest way to the last transaction's marker. */
  private Boolean transact(String topic, String group, int number) throws Exception {
    try (RawConnection connection = new RawConnection(broker.port())) {
      RawProducer.findCoordinators(connection);
      RawProducer producer = new RawProducer(connection, Clients.unique("hasty" + number), true);
      assertEquals(Errors.NONE, producer.init());
      for (int round = 1; round <= TRANSACTIONS; round++) {
        String when = "transaction " + round;
        assertEquals(Errors.NONE, producer.commitOffset(group, topic, round), when);
        for (int partition = 0; partition < PARTITIONS; partition++) {
          assertEquals(Errors.NONE, producer.produce(topic, partition, 0, "" + round), when);
        }
        assertEquals(Errors.NONE, producer.end(true), when);
      }
      return true;
    }
  }
}
