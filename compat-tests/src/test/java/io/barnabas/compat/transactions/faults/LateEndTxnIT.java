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
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An EndTxn of Transactions V2 that comes again, or comes late, is answered as the first was or
 * refused, and never touches the transaction that has begun since (KIP-890).
 */
@ExtendWith(BrokersExtension.class)
final class LateEndTxnIT {
  private final BrokerProcess broker;
  private RawConnection connection;
  private RawProducer producer;
  private String id;
  private String topic;

  LateEndTxnIT(BrokerProcess broker) {
    this.broker = broker;
  }

  @BeforeEach
  void begin() throws Exception {
    id = Clients.unique("late");
    topic = Clients.topic(broker, 1);
    connection = new RawConnection(broker.port());
    RawProducer.findCoordinators(connection);
    producer = new RawProducer(connection, id, true);
    assertEquals(Errors.NONE, producer.init());
  }

  @AfterEach
  void end() throws Exception {
    connection.close();
  }

  private List<String> committed() {
    new Ends(broker.bootstrapServers()).awaitStable(List.of(new TopicPartition(topic, 0)));
    Readings read =
        Readings.whole(broker.bootstrapServers(), List.of(new TopicPartition(topic, 0)), Map.of());
    return List.copyOf(read.of(new TopicPartition(topic, 0)).values());
  }

  private void awaitState(TransactionState state) {
    try (Admin admin = Clients.admin(broker)) {
      Await.until(
          "state " + state,
          () -> admin.describeTransactions(List.of(id)).description(id).get().state() == state);
    }
  }

  private Errors late(boolean commit, long producerId, short epoch) throws Exception {
    return Errors.forCode(producer.endOnce(commit, producerId, epoch).errorCode());
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "true, false",
    "false, true",
    "false, false",
  })
  void shouldNotTouchTheTransactionThatIsOpen(boolean first, boolean late) throws Exception {
    long producerId = producer.producerId;
    short epoch = producer.epoch;
    producer.produce(topic, 0, 0, "first");
    assertEquals(Errors.NONE, producer.end(first));
    awaitState(first ? TransactionState.COMPLETE_COMMIT : TransactionState.COMPLETE_ABORT);
    assertEquals(
        first == late ? Errors.NONE : Errors.INVALID_TXN_STATE,
        late(late, producerId, epoch),
        "before the next has begun");
    assertEquals(Errors.NONE, producer.produce(topic, 0, 0, "second"));
    assertEquals(Errors.PRODUCER_FENCED, late(late, producerId, epoch), "when the next is open");
    awaitState(TransactionState.ONGOING);
    assertEquals(Errors.NONE, producer.end(!late));
    awaitState(late ? TransactionState.COMPLETE_ABORT : TransactionState.COMPLETE_COMMIT);
    assertEquals(Errors.PRODUCER_FENCED, late(late, producerId, epoch), "when the next has ended");
    assertEquals(expected(first, !late), committed());
  }

  private static List<String> expected(boolean first, boolean second) {
    return first
        ? second ? List.of("first", "second") : List.of("first")
        : second ? List.of("second") : List.of();
  }

  /** The answer of a repeated one carries the epoch to go on with: the same as the first did. */
  @ParameterizedTest
  @CsvSource({"true", "false"})
  void shouldAnswerARepeatedOneAsTheFirst(boolean commit) throws Exception {
    long producerId = producer.producerId;
    short epoch = producer.epoch;
    producer.produce(topic, 0, 0, "first");
    assertEquals(Errors.NONE, producer.end(commit));
    RawProducer again = producer.over(connection);
    again.producerId = producerId;
    again.epoch = epoch;
    assertEquals(Errors.NONE, again.end(commit));
    assertEquals(producer.producerId, again.producerId);
    assertEquals(producer.epoch, again.epoch);
    assertEquals(expected(commit, false), committed());
  }
}
