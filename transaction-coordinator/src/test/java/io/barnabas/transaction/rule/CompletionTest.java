package io.barnabas.transaction.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CompletionTest {
  private static final Set<TopicPartition> PARTITIONS = Set.of(new TopicPartition("t", 0));

  @Test
  void shouldNotTakeAnEarlierHandOutForItsOwn() {
    Transactions transactions = new Transactions(new TransactionalIdRoom(1 << 20).of(0));
    Effects<TransactionRecord> effects = new Effects<>(0, each -> 1, 1_000);
    Completion completion = new Completion(transactions, 1, due -> {});
    Transaction prepared =
        Transaction.created("id", 7, 60_000, 0)
            .initialized((short) 0, Transaction.NO_EPOCH, 60_000, 0)
            .adding(PARTITIONS, (short) 0, 0)
            .ending(true, (short) 0, Transaction.NONE, 0);
    transactions.restore(prepared);
    completion.resume(prepared, effects);

    MarkersDue ofTheLifeBefore = MarkersDue.of(prepared, PARTITIONS);
    assertFalse(completion.written(ofTheLifeBefore, PARTITIONS, effects));
    assertEquals(prepared, transactions.find("id"));
    assertEquals(TransactionState.PREPARE_COMMIT, prepared.state());
  }
}
