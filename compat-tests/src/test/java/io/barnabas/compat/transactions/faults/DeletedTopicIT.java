package io.barnabas.compat.transactions.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.compat.harness.Await;
import io.barnabas.compat.harness.BrokerProcess;
import io.barnabas.compat.harness.BrokersExtension;
import io.barnabas.compat.harness.Clients;
import io.barnabas.compat.harness.RawConnection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A topic of an open transaction goes away: the transaction is completed in what is left, and a
 * topic of the same name has nothing of it.
 */
@ExtendWith(BrokersExtension.class)
final class DeletedTopicIT {
  private final BrokerProcess broker;

  DeletedTopicIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void shouldCompleteWithoutATopicThatIsGone(boolean madeAgain) throws Exception {
    String kept = Clients.topic(broker, 1);
    String gone = Clients.topic(broker, 2);
    String id = Clients.unique("loses a topic");
    try (RawConnection connection = new RawConnection(broker.port());
        Admin admin = Clients.admin(broker)) {
      RawProducer.findCoordinators(connection);
      RawProducer producer = new RawProducer(connection, id, true);
      assertEquals(Errors.NONE, producer.init());
      assertEquals(Errors.NONE, producer.produce(gone, 1, 0, "gone"));
      assertEquals(Errors.NONE, producer.produce(kept, 0, 0, "first"));
      admin.deleteTopics(List.of(gone)).all().get();
      if (madeAgain) {
        Await.until(
            "made again",
            () -> {
              admin.createTopics(List.of(new NewTopic(gone, 2, (short) 1))).all().get();
              return true;
            });
      }
      assertEquals(Errors.NONE, producer.end(true));
      Await.until(
          "completed",
          () ->
              admin.describeTransactions(List.of(id)).description(id).get().state()
                  == TransactionState.COMPLETE_COMMIT);
      assertEquals(Errors.NONE, producer.produce(kept, 0, 0, "second"));
      assertEquals(Errors.NONE, producer.end(true));
    }
    assertEquals(List.of("first", "second"), read(kept, 0));
    if (madeAgain) {
      assertEquals(List.of(), read(gone, 1));
    }
  }

  private List<String> read(String topic, int partition) {
    List<TopicPartition> partitions = List.of(new TopicPartition(topic, partition));
    new Ends(broker.bootstrapServers()).awaitStable(partitions);
    return List.copyOf(
        Readings.whole(broker.bootstrapServers(), partitions, Map.of())
            .of(partitions.get(0))
            .values());
  }
}
