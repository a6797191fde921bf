package io.barnabas.transaction.rule;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.message.InitProducer;
import io.barnabas.transaction.message.InitReply;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import org.jspecify.annotations.Nullable;

/**
 * InitProducerId with a transactional id: fences whoever used it before by raising the epoch. A
 * transaction that is open is aborted first, and the client told to come again. A producer that
 * says what it had before (KIP-360) is fenced itself if another has taken over.
 */
public final class InitRule {
  private final Transactions transactions;
  private final EndRule endRule;
  private final int timeoutMsMax;

  public InitRule(Transactions transactions, EndRule endRule, int timeoutMsMax) {
    this.transactions = transactions;
    this.endRule = endRule;
    this.timeoutMsMax = timeoutMsMax;
  }

  /**
   * Decides.
   *
   * @return null if it takes a fresh producer id to decide
   */
  public @Nullable InitReply decide(
      InitProducer command, FreshId fresh, Effects<TransactionRecord> effects) {
    if (command.transactionalId().isEmpty()) {
      return InitReply.refused(TransactionFault.INVALID_REQUEST);
    }
    if (command.timeoutMs() <= 0 || command.timeoutMs() > timeoutMsMax) {
      return InitReply.refused(TransactionFault.INVALID_TRANSACTION_TIMEOUT);
    }
    Transaction found = transactions.find(command.transactionalId());
    if (found == null) {
      if (fresh.isMissing()) {
        return null;
      }
      found =
          Transaction.created(
              command.transactionalId(), fresh.producerId(), command.timeoutMs(), effects.nowMs());
      if (!transactions.hasRoomFor(found, effects.nowMs())) {
        return InitReply.refused(TransactionFault.COORDINATOR_NOT_AVAILABLE);
      }
    }
    if (command.continues() && !mayContinue(found, command)) {
      return InitReply.refused(TransactionFault.PRODUCER_FENCED);
    }
    if (found.state().isPrepared()) {
      return InitReply.refused(TransactionFault.CONCURRENT_TRANSACTIONS);
    }
    if (found.state() == TransactionState.ONGOING) {
      endRule.fenceAndAbort(found, effects);
      return InitReply.refused(TransactionFault.CONCURRENT_TRANSACTIONS);
    }
    return begin(found, command, fresh, effects);
  }

  /**
   * What the producer had is what there is, or was used up so that the answer that it never got
   * gave it another id.
   */
  private static boolean mayContinue(Transaction found, InitProducer command) {
    return found.epoch() == Transaction.NO_EPOCH
        || command.producerId() == found.producerId()
        || (command.producerId() == found.previousProducerId()
            && Transaction.isExhausted(command.producerEpoch()));
  }

  private @Nullable InitReply begin(
      Transaction found, InitProducer command, FreshId fresh, Effects<TransactionRecord> effects) {
    boolean continues = command.continues();
    boolean ofLast =
        command.producerEpoch() == found.epoch()
            || (found.epoch() == Short.MAX_VALUE && command.producerEpoch() == found.lastEpoch());
    if (found.isExhausted() && (!continues || ofLast)) {
      if (fresh.isMissing()) {
        return null;
      }
      return store(
          found.rotated(fresh.producerId(), continues, command.timeoutMs(), effects.nowMs()),
          effects);
    }
    if (!continues) {
      return store(
          found.initialized(
              next(found), Transaction.NO_EPOCH, command.timeoutMs(), effects.nowMs()),
          effects);
    }
    if (found.epoch() == Transaction.NO_EPOCH || command.producerEpoch() == found.epoch()) {
      return store(
          found.initialized(next(found), found.epoch(), command.timeoutMs(), effects.nowMs()),
          effects);
    }
    if (command.producerEpoch() == found.lastEpoch()) {
      // Asked again; whoever else had begun meanwhile would have wiped the last epoch out.
      return store(
          found.initialized(found.epoch(), found.lastEpoch(), command.timeoutMs(), effects.nowMs()),
          effects);
    }
    return InitReply.refused(TransactionFault.PRODUCER_FENCED);
  }

  private static short next(Transaction found) {
    return (short) (found.epoch() + 1);
  }

  private InitReply store(Transaction begun, Effects<TransactionRecord> effects) {
    transactions.store(begun, effects);
    return new InitReply(TransactionFault.NONE, begun.producerId(), begun.epoch());
  }
}
