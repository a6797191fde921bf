package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.Brokers;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A transaction is decided while one of its partitions is offline, so that it waits for that one's
 * marker; then the topic is deleted, and nothing is left to wait for.
 */
@ExtendWith(BrokersExtension.class)
final class DeletedWhilePreparedIT {
  private static final int PARTITIONS = 4;

  @TempDir Path temp;

  private static Map<String, String> settings(String directories) {
    return Map.of(
        "log.dirs", directories,
        "offsets.topic.num.partitions", "1",
        "transaction.state.log.num.partitions", "1");
  }

  @Test
  void shouldCompleteWhenTheTopicOfTheLastMarkerIsDeleted(Brokers brokers) throws Exception {
    Path healthy = temp.resolve("healthy");
    Path failing = temp.resolve("failing");
    BrokerProcess alone = brokers.start(settings(healthy.toString()));
    String kept = Clients.topic(alone, 1);
    try (RawConnection connection = new RawConnection(alone.port())) {
      RawProducer.findCoordinators(connection);
      RawProducer other = new RawProducer(connection, Clients.unique("first"), true);
      assertEquals(Errors.NONE, other.init());
      assertEquals(Errors.NONE, other.produce(kept, 0, 0, "before"));
      assertEquals(Errors.NONE, other.end(true));
    }
    alone.stop();

    BrokerProcess broker = brokers.start(settings(healthy + "," + failing));
    String gone = Clients.topic(broker, PARTITIONS);
    String id = Clients.unique("loses a topic");
    RawProducer producer;
    try (RawConnection connection = new RawConnection(broker.port())) {
      producer = new RawProducer(connection, id, true);
      assertEquals(Errors.NONE, producer.init());
      assertEquals(Errors.NONE, producer.produce(kept, 0, 0, "first"));
      for (int partition = 0; partition < PARTITIONS; partition++) {
        assertEquals(Errors.NONE, producer.produce(gone, partition, 0, "gone"));
      }
    }
    broker.kill();
    Files.move(failing, temp.resolve("away"));
    try (var moved = Files.list(temp.resolve("away"))) {
      assertTrue(moved.anyMatch(each -> each.getFileName().toString().startsWith(gone)));
    }
    Files.createFile(failing); // In the place of a directory: it is offline.
    broker.start();

    try (RawConnection connection = new RawConnection(broker.port());
        Admin admin = Clients.admin(broker)) {
      RawProducer again = producer.over(connection);
      assertEquals(Errors.NONE, again.end(true));
      assertEquals(TransactionState.PREPARE_COMMIT, state(admin, id));

      admin.deleteTopics(List.of(gone)).all().get();

      Await.until("completed", () -> state(admin, id) == TransactionState.COMPLETE_COMMIT);
      assertEquals(Errors.NONE, again.produce(kept, 0, 0, "second"));
      assertEquals(Errors.NONE, again.end(true));
    }
    List<TopicPartition> partitions = List.of(new TopicPartition(kept, 0));
    new Ends(broker.bootstrapServers()).awaitStable(partitions);
    assertEquals(
        List.of("before", "first", "second"),
        List.copyOf(
            Readings.whole(broker.bootstrapServers(), partitions, Map.of())
                .of(partitions.get(0))
                .values()));
  }

  private static TransactionState state(Admin admin, String id) throws Exception {
    return admin.describeTransactions(List.of(id)).description(id).get().state();
  }
}
