package io.barnabas.transaction.rule;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.TransactionConfig;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What time does: open transactions are aborted, ids that nobody uses are forgotten. */
public final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /** What is to be looked at. */
  public enum Timer {
    TIMEOUTS,
    EXPIRY
  }

  private final Transactions transactions;
  private final EndRule endRule;
  private final TransactionConfig config;

  public Housekeeping(Transactions transactions, EndRule endRule, TransactionConfig config) {
    this.transactions = transactions;
    this.endRule = endRule;
    this.config = config;
  }

  public void begin(Effects<TransactionRecord> effects) {
    effects.schedule(Timer.TIMEOUTS, config.timeoutCheckIntervalMs());
    effects.schedule(Timer.EXPIRY, config.expiryCheckIntervalMs());
  }

  public void onTimer(Timer timer, Effects<TransactionRecord> effects) {
    switch (timer) {
      case TIMEOUTS -> {
        abortTimedOut(effects);
        effects.schedule(timer, config.timeoutCheckIntervalMs());
      }
      case EXPIRY -> {
        forgetExpired(effects);
        effects.schedule(timer, config.expiryCheckIntervalMs());
      }
    }
  }

  private void abortTimedOut(Effects<TransactionRecord> effects) {
    for (Transaction ongoing : transactions.ongoing()) {
      if (ongoing.startMs() + ongoing.timeoutMs() < effects.nowMs()) {
        LOG.info(
            "Aborting the transaction of {}, which has been open for longer than its timeout of"
                + " {} ms",
            ongoing.id(),
            ongoing.timeoutMs());
        endRule.fenceAndAbort(ongoing, effects);
      }
    }
  }

  private void forgetExpired(Effects<TransactionRecord> effects) {
    for (Transaction idle : List.copyOf(transactions.all())) {
      if (idle.state().isIdle() && idle.updateMs() + config.idExpirationMs() <= effects.nowMs()) {
        transactions.forget(idle.id(), effects);
      }
    }
  }
}
