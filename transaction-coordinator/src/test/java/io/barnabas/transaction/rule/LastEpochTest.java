package io.barnabas.transaction.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.message.EndReply;
import io.barnabas.transaction.message.EndTransaction;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.InitReply;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The coordinator has aborted a transaction of the last epoch but one, so that the last is used.
 */
class LastEpochTest {
  private static final String ID = "id";
  private static final long PRODUCER = 7;
  private static final FreshId FRESH = new FreshId(8);
  private static final short LAST_USED = Short.MAX_VALUE - 1;

  private final Transactions transactions =
      new Transactions(new TransactionalIdRoom(1 << 20).of(0));
  private final Effects<TransactionRecord> effects = new Effects<>(0, each -> 1, 1_000);
  private final EndRule endRule =
      new EndRule(transactions, new Completion(transactions, 1, due -> {}));
  private final InitRule initRule = new InitRule(transactions, endRule, 60_000);

  LastEpochTest() {
    Transaction open =
        Transaction.created(ID, PRODUCER, 60_000, 0)
            .initialized(LAST_USED, Transaction.NO_EPOCH, 60_000, 0)
            .adding(Set.of(new TopicPartition("t", 0)), Transaction.EPOCH_BUMP_VERSION, 0);
    endRule.fenceAndAbort(open, effects);
    Transaction aborting = transactions.find(ID);
    assertNotNull(aborting);
    transactions.restore(aborting.completed(0));
  }

  @Test
  void shouldNotLetAClientGoOnWithTheLastEpoch() {
    EndReply reply =
        endRule.decide(
            new EndTransaction(ID, PRODUCER, LAST_USED, false, Transaction.EPOCH_BUMP_VERSION),
            FRESH,
            effects);
    assertNotNull(reply);
    assertEquals(TransactionFault.PRODUCER_FENCED, reply.fault());
  }

  @Test
  void shouldGiveAProducerThatContinuesAnotherId() {
    InitReply reply =
        initRule.decide(new InitProducer(ID, 60_000, PRODUCER, LAST_USED), FRESH, effects);
    assertEquals(new InitReply(TransactionFault.NONE, FRESH.producerId(), (short) 0), reply);
  }
}
