package io.barnabas.transaction.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.AddReply;
import io.barnabas.transaction.message.EndReply;
import io.barnabas.transaction.message.EndTransaction;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecordSerde;
import io.barnabas.transaction.state.Transaction;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A transaction is one record, which its partition takes up to a size only. */
class TransactionSizeTest {
  private static final String ID = "id";
  private static final long PRODUCER = 7;
  private static final short LAST_USED = Short.MAX_VALUE - 1;
  private static final int MOST = 2_000;

  private final Transactions transactions =
      new Transactions(new TransactionalIdRoom(1 << 20).of(0));
  private final TransactionRecordSerde serde = new TransactionRecordSerde();
  private final Effects<TransactionRecord> effects =
      new Effects<>(1_700_000_000_000L, serde::sizeInBytes, MOST);
  private final EndRule endRule =
      new EndRule(transactions, new Completion(transactions, 1, due -> {}));
  private final AddRule addRule = new AddRule(transactions, 100);

  TransactionSizeTest() {
    transactions.restore(
        Transaction.created(ID, PRODUCER, 60_000, 0)
            .initialized(LAST_USED, Transaction.NO_EPOCH, 60_000, 0));
  }

  private TransactionFault add(int partition) {
    AddPartitions command =
        new AddPartitions(
            ID,
            PRODUCER,
            LAST_USED,
            List.of(new TopicPartition("a-topic-" + partition, 0)),
            AddPartitions.Mode.BY_CLIENT);
    addRule.decide(
        command,
        new ReplyToken<>(fault -> AddReply.all(command, TransactionFault.of(fault))),
        effects);
    AddReply reply = (AddReply) effects.replies().get(effects.replies().size() - 1).value();
    return reply.fault();
  }

  @Test
  void shouldRefuseWhatWouldNotFitAndEndWhatDoes() {
    int fitting = 0;
    while (fitting < MOST && add(fitting) == TransactionFault.NONE) {
      fitting++;
    }
    assertTrue(fitting > 10, fitting + " fit");
    assertEquals(TransactionFault.TOO_LARGE, add(fitting));
    assertEquals(fitting, effects.records().size());
    assertEquals(TransactionFault.NONE, add(0), "what takes part already");

    EndReply end =
        endRule.decide(
            new EndTransaction(ID, PRODUCER, LAST_USED, true, Transaction.EPOCH_BUMP_VERSION),
            new FreshId(8),
            effects);

    assertNotNull(end);
    assertEquals(TransactionFault.NONE, end.fault());
    effects
        .records()
        .forEach(each -> assertTrue(serde.sizeInBytes(each) <= MOST, serde.sizeInBytes(each) + ""));
  }
}
