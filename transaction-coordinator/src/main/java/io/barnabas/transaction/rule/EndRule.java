package io.barnabas.transaction.rule;

import io.barnabas.coordinator.Effects;
import io.barnabas.transaction.message.EndReply;
import io.barnabas.transaction.message.EndTransaction;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * EndTxn, in the old protocol and in Transactions V2 (KIP-890), and the coordinator's own aborts.
 *
 * <p>Under V2 the epoch rises with the decision, so the epoch tells a repeated request (the one
 * before the rise) from one for the next transaction (the one after it):
 *
 * <pre>
 *                   abort                commit
 *                   repeated   next      repeated   next
 * Empty             fenced     aborts    fenced     invalid
 * CompleteAbort     done       aborts    invalid    invalid
 * CompleteCommit    invalid    aborts    done       invalid
 * </pre>
 *
 * An abort of a transaction in which nothing was written raises the epoch all the same: a write
 * that is still on its way must not begin a transaction that nobody ends.
 */
public final class EndRule {
  private static final Logger LOG = LoggerFactory.getLogger(EndRule.class);

  private final Transactions transactions;
  private final Completion completion;

  public EndRule(Transactions transactions, Completion completion) {
    this.transactions = transactions;
    this.completion = completion;
  }

  /**
   * Decides.
   *
   * @return null if it takes a fresh producer id to decide
   */
  public @Nullable EndReply decide(
      EndTransaction command, FreshId fresh, Effects<TransactionRecord> effects) {
    if (command.transactionalId().isEmpty()) {
      return EndReply.of(TransactionFault.INVALID_REQUEST);
    }
    Transaction found = transactions.find(command.transactionalId());
    if (found == null) {
      return EndReply.of(TransactionFault.INVALID_PRODUCER_ID_MAPPING);
    }
    return command.transactionVersion() >= Transaction.EPOCH_BUMP_VERSION
        ? decideRaising(command, found, fresh, effects)
        : decideKeeping(command, found, effects);
  }

  /** The old protocol: the epoch stays as it is. */
  private EndReply decideKeeping(
      EndTransaction command, Transaction found, Effects<TransactionRecord> effects) {
    if (found.producerId() != command.producerId()) {
      return EndReply.of(TransactionFault.INVALID_PRODUCER_ID_MAPPING);
    }
    if (found.epoch() != command.producerEpoch()) {
      return EndReply.of(TransactionFault.PRODUCER_FENCED);
    }
    boolean commit = command.commit();
    return switch (found.state()) {
      case ONGOING -> {
        completion.prepare(
            found.ending(commit, command.transactionVersion(), Transaction.NONE, effects.nowMs()),
            effects);
        yield EndReply.of(TransactionFault.NONE);
      }
      case COMPLETE_COMMIT -> commit ? EndReply.of(TransactionFault.NONE) : invalid(found, commit);
      case COMPLETE_ABORT -> commit ? invalid(found, commit) : EndReply.of(TransactionFault.NONE);
      case PREPARE_COMMIT, PREPARE_ABORT -> concurrent(found, commit);
      case EMPTY, DEAD, PREPARE_EPOCH_FENCE -> invalid(found, commit);
    };
  }

  private static EndReply concurrent(Transaction found, boolean commit) {
    return commit == (found.state() == TransactionState.PREPARE_COMMIT)
        ? EndReply.of(TransactionFault.CONCURRENT_TRANSACTIONS)
        : invalid(found, commit);
  }

  private static EndReply invalid(Transaction found, boolean commit) {
    LOG.warn(
        "{} cannot be {} in state {}",
        found.id(),
        commit ? "committed" : "aborted",
        found.state().shownAs());
    return EndReply.of(TransactionFault.INVALID_TXN_STATE);
  }

  private @Nullable EndReply decideRaising(
      EndTransaction command,
      Transaction found,
      FreshId fresh,
      Effects<TransactionRecord> effects) {
    boolean ofNextId =
        found.previousProducerId() == command.producerId()
            && command.producerEpoch() == Short.MAX_VALUE - 1
            && found.epoch() == 0;
    boolean repeated = found.epoch() == command.producerEpoch() + 1 || ofNextId;
    if (found.producerId() != command.producerId() && !ofNextId) {
      return EndReply.of(TransactionFault.INVALID_PRODUCER_ID_MAPPING);
    }
    boolean current = found.epoch() == command.producerEpoch();
    boolean valid =
        switch (found.state()) {
          case ONGOING, EMPTY, DEAD, PREPARE_EPOCH_FENCE -> current;
          case PREPARE_COMMIT, PREPARE_ABORT -> found.epoch() == command.producerEpoch() + 1;
          // The last epoch is left by the coordinator's own abort and nobody may go on with it: no
          // marker could have a later one.
          case COMPLETE_COMMIT, COMPLETE_ABORT ->
              (current || repeated) && found.epoch() < Short.MAX_VALUE;
        };
    if (!valid) {
      return EndReply.of(TransactionFault.PRODUCER_FENCED);
    }
    boolean commit = command.commit();
    if (found.state().isPrepared()) {
      return concurrent(found, commit);
    }
    if (found.state() != TransactionState.ONGOING && repeated) {
      boolean sameOutcome = commit == (found.state() == TransactionState.COMPLETE_COMMIT);
      return sameOutcome
          ? new EndReply(TransactionFault.NONE, found.producerId(), found.epoch())
          : invalid(found, commit);
    }
    if (found.state() != TransactionState.ONGOING && commit) {
      return invalid(found, true);
    }
    return prepare(command, found, fresh, effects);
  }

  private @Nullable EndReply prepare(
      EndTransaction command,
      Transaction found,
      FreshId fresh,
      Effects<TransactionRecord> effects) {
    if (found.isExhausted() && fresh.isMissing()) {
      return null;
    }
    long next = found.isExhausted() ? fresh.producerId() : Transaction.NONE;
    Transaction prepared =
        found.ending(command.commit(), command.transactionVersion(), next, effects.nowMs());
    completion.prepare(prepared, effects);
    return next == Transaction.NONE
        ? new EndReply(TransactionFault.NONE, prepared.producerId(), prepared.epoch())
        : new EndReply(TransactionFault.NONE, next, (short) 0);
  }

  /** Aborts an open transaction; the epoch rises, which fences whoever has opened it. */
  void fenceAndAbort(Transaction ongoing, Effects<TransactionRecord> effects) {
    completion.prepare(
        ongoing.ending(false, Transaction.EPOCH_BUMP_VERSION, Transaction.NONE, effects.nowMs()),
        effects);
  }
}
