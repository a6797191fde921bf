package io.barnabas.transaction.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.InitReply;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TransactionalIdRoomTest {
  private final TransactionalIdRoom room = new TransactionalIdRoom(1_204);
  private final Transactions transactions = new Transactions(room.of(0));
  private final Effects<TransactionRecord> effects = new Effects<>(0, each -> 1, 1_000);

  private TransactionFault init(Transactions some, String id) {
    InitRule rule =
        new InitRule(some, new EndRule(some, new Completion(some, 1, due -> {})), 60_000);
    InitReply reply =
        rule.decide(new InitProducer(id, 60_000, -1, (short) -1), new FreshId(8), effects);
    return reply == null ? TransactionFault.INVALID_REQUEST : reply.fault();
  }

  @Test
  void shouldTellNewIdsToComeLaterWhereThereIsNoRoom() {
    for (String id : new String[] {"a", "b", "c", "d"}) {
      assertEquals(TransactionFault.NONE, init(transactions, id));
    }

    assertEquals(TransactionFault.COORDINATOR_NOT_AVAILABLE, init(transactions, "e"));
    assertEquals(TransactionFault.NONE, init(transactions, "a"), "one that is known");

    transactions.forget("b", effects);
    assertEquals(TransactionFault.NONE, init(transactions, "e"));
    assertEquals(TransactionFault.COORDINATOR_NOT_AVAILABLE, init(transactions, "b"));
  }

  @Test
  void shouldCountTheLengthOfIdsAndThoseOfOtherPartitions() {
    Transactions other = new Transactions(room.of(1));
    assertEquals(TransactionFault.NONE, init(other, "x".repeat(250)));
    assertEquals(TransactionFault.NONE, init(transactions, "a"));
    assertEquals(TransactionFault.COORDINATOR_NOT_AVAILABLE, init(transactions, "b"));

    // Loaded again, with nothing.
    assertEquals(TransactionFault.NONE, init(new Transactions(room.of(1)), "b"));
  }

  @Test
  void shouldKeepSomeRoomForTheTransactionsOfThoseThatAreKnown() {
    for (String id : new String[] {"a", "b", "c", "d", "e", "f"}) {
      init(transactions, id);
    }
    Transaction known = transactions.find("a");
    assertNotNull(known);
    assertTrue(transactions.hasRoomFor(adding(known, 6), 0));
  }

  @Test
  void shouldCountWhatIsOpen() {
    assertEquals(TransactionFault.NONE, init(transactions, "a"));
    Transaction known = transactions.find("a");
    assertNotNull(known);
    assertTrue(transactions.hasRoomFor(adding(known, 20), 0));
    assertFalse(transactions.hasRoomFor(adding(known, 21), 0));

    transactions.restore(adding(known, 20));
    assertEquals(TransactionFault.COORDINATOR_NOT_AVAILABLE, init(transactions, "b"));
    transactions.restore(known);
    assertEquals(TransactionFault.NONE, init(transactions, "b"));
  }

  private static Transaction adding(Transaction known, int count) {
    Set<TopicPartition> partitions = new HashSet<>();
    for (int i = 0; i < count; i++) {
      partitions.add(new TopicPartition("t", i));
    }
    return known.adding(partitions, Transaction.EPOCH_BUMP_VERSION, 0);
  }
}
