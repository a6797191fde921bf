package io.barnabas.transaction.rule;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.transaction.message.AddPartitions;
import io.barnabas.transaction.message.AddReply;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.message.TransactionFault;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * AddPartitionsToTxn, AddOffsetsToTxn, and what brokers ask on the first write to a partition
 * (KIP-890).
 *
 * <p>A client of Transactions V2 begins its next transaction as soon as the last one is decided, so
 * its first write regularly comes before the last marker. It waits here, which is sooner than when
 * the client would try again.
 */
public final class AddRule {
  /** Whoever waits for a transaction to be completed has waited enough. */
  public record WaitTimer(String transactionalId) {}

  private record Waiting(AddPartitions command, ReplyToken<AddReply> token) {}

  private static final short OLD_PROTOCOL = 0;

  private final Transactions transactions;
  private final long waitMs;
  private final Map<String, List<Waiting>> waiting = new HashMap<>();

  public AddRule(Transactions transactions, long waitMs) {
    this.transactions = transactions;
    this.waitMs = waitMs;
  }

  /** Answers now, or when the last transaction is completed. */
  public void decide(
      AddPartitions command, ReplyToken<AddReply> token, Effects<TransactionRecord> effects) {
    Transaction found = transactions.find(command.transactionalId());
    TransactionFault fault = check(command, found);
    if (fault == TransactionFault.CONCURRENT_TRANSACTIONS
        && command.mode() == AddPartitions.Mode.BY_WRITE) {
      waiting
          .computeIfAbsent(command.transactionalId(), id -> new ArrayList<>())
          .add(new Waiting(command, token));
      effects.schedule(new WaitTimer(command.transactionalId()), waitMs);
      return;
    }
    effects.reply(
        token,
        found == null || fault != TransactionFault.NONE
            ? AddReply.all(command, fault)
            : accept(command, found, effects));
  }

  private static TransactionFault check(AddPartitions command, @Nullable Transaction found) {
    if (command.transactionalId().isEmpty()) {
      return TransactionFault.INVALID_REQUEST;
    }
    if (found == null) {
      return TransactionFault.INVALID_PRODUCER_ID_MAPPING;
    }
    boolean goesOnWithNextId =
        found.state().isPrepared()
            && found.nextProducerId() == command.producerId()
            && command.producerEpoch() == 0;
    if (goesOnWithNextId) {
      return TransactionFault.CONCURRENT_TRANSACTIONS;
    }
    if (found.producerId() != command.producerId()) {
      return TransactionFault.INVALID_PRODUCER_ID_MAPPING;
    }
    if (found.epoch() != command.producerEpoch()) {
      return TransactionFault.PRODUCER_FENCED;
    }
    return found.state().isPrepared()
        ? TransactionFault.CONCURRENT_TRANSACTIONS
        : TransactionFault.NONE;
  }

  private AddReply accept(
      AddPartitions command, Transaction found, Effects<TransactionRecord> effects) {
    if (command.mode() == AddPartitions.Mode.VERIFY_ONLY) {
      return verify(command, found);
    }
    boolean known =
        found.state() == TransactionState.ONGOING
            && found.partitions().containsAll(command.partitions());
    if (!known) {
      short version =
          command.mode() == AddPartitions.Mode.BY_WRITE
              ? Transaction.EPOCH_BUMP_VERSION
              : OLD_PROTOCOL;
      Transaction open = found.adding(command.partitions(), version, effects.nowMs());
      if (!transactions.mayBegin(open, effects)) {
        return AddReply.all(command, TransactionFault.TOO_LARGE);
      }
      if (!transactions.hasRoomFor(open, effects.nowMs())) {
        return AddReply.all(command, TransactionFault.COORDINATOR_NOT_AVAILABLE);
      }
      transactions.store(open, effects);
    }
    return AddReply.all(command, TransactionFault.NONE);
  }

  private static AddReply verify(AddPartitions command, Transaction found) {
    Map<TopicPartition, TransactionFault> each = new HashMap<>();
    for (TopicPartition partition : command.partitions()) {
      each.put(
          partition,
          found.partitions().contains(partition)
              ? TransactionFault.NONE
              : TransactionFault.TRANSACTION_ABORTABLE);
    }
    return new AddReply(TransactionFault.NONE, each);
  }

  /** A transaction was completed: whoever waited for that goes on. */
  public void onCompleted(String transactionalId, Effects<TransactionRecord> effects) {
    List<Waiting> waited = waiting.remove(transactionalId);
    if (waited != null) {
      effects.cancel(new WaitTimer(transactionalId));
      waited.forEach(each -> decide(each.command(), each.token(), effects));
    }
  }

  /** It takes too long: the clients are to come again. */
  public void onTimer(WaitTimer timer, Effects<TransactionRecord> effects) {
    List<Waiting> waited = waiting.remove(timer.transactionalId());
    if (waited != null) {
      for (Waiting each : waited) {
        effects.reply(
            each.token(), AddReply.all(each.command(), TransactionFault.CONCURRENT_TRANSACTIONS));
      }
    }
  }
}
