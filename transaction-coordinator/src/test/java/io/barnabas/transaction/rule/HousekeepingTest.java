package io.barnabas.transaction.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.record.TransactionRecord.TransactionForgotten;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HousekeepingTest {

  /** DEAD too, which is never written here, but may have been carried in. */
  @ParameterizedTest
  @EnumSource(names = {"EMPTY", "COMPLETE_COMMIT", "COMPLETE_ABORT", "DEAD"})
  void shouldForgetWhatNobodyUses(TransactionState state) {
    assertEquals(List.of(new TransactionForgotten("id")), afterExpiry(state));
  }

  @ParameterizedTest
  @EnumSource(names = {"ONGOING", "PREPARE_COMMIT", "PREPARE_ABORT"})
  void shouldKeepWhatIsNotCompleted(TransactionState state) {
    assertEquals(List.of(), afterExpiry(state));
  }

  private static List<TransactionRecord> afterExpiry(TransactionState state) {
    TransactionConfig config = TransactionConfig.defaults();
    Transactions transactions = new Transactions(new TransactionalIdRoom(1 << 20).of(0));
    transactions.restore(
        new Transaction(
            "id",
            7,
            Transaction.NONE,
            Transaction.NONE,
            (short) 3,
            Transaction.NO_EPOCH,
            60_000,
            state,
            Set.of(),
            Transaction.NONE,
            0,
            (short) 0));
    Effects<TransactionRecord> effects =
        new Effects<>(config.idExpirationMs(), each -> 1, 1_000_000);
    EndRule endRule = new EndRule(transactions, new Completion(transactions, 1, due -> {}));
    new Housekeeping(transactions, endRule, config).onTimer(Housekeeping.Timer.EXPIRY, effects);
    return effects.records();
  }
}
