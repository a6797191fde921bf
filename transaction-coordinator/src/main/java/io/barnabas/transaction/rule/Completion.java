package io.barnabas.transaction.rule;

import io.barnabas.coordinator.Effects;
import io.barnabas.coordinator.ReplyToken;
import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.record.TransactionRecord;
import io.barnabas.transaction.state.Transaction;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From the decision to the end: once the decision is durable its markers are handed out, again and
 * again until all of them are written; then the transaction is completed.
 */
public final class Completion {
  private static final Logger LOG = LoggerFactory.getLogger(Completion.class);

  /** When markers that failed are tried again. */
  public record RetryTimer(String transactionalId) {}

  /** A decided transaction whose markers are being written. */
  private static final class Outstanding {
    final Set<TopicPartition> partitions;
    int failures;

    /** The last. That of an earlier life of the shard must not bring about a second beside it. */
    Object handOut = this;

    Outstanding(Set<TopicPartition> partitions) {
      this.partitions = new HashSet<>(partitions);
    }
  }

  private final Transactions transactions;
  private final long retryMs;
  private final Consumer<MarkersDue> outbox;
  private final Map<String, Outstanding> outstanding = new HashMap<>();

  /**
   * @param outbox is given markers when their decision is durable
   */
  public Completion(Transactions transactions, long retryMs, Consumer<MarkersDue> outbox) {
    this.transactions = transactions;
    this.retryMs = retryMs;
    this.outbox = outbox;
  }

  /** The outcome is decided. */
  void prepare(Transaction prepared, Effects<TransactionRecord> effects) {
    transactions.store(prepared, effects);
    resume(prepared, effects);
  }

  /** The outcome was decided before, perhaps by another coordinator. */
  public void resume(Transaction prepared, Effects<TransactionRecord> effects) {
    Outstanding all = new Outstanding(prepared.partitions());
    outstanding.put(prepared.id(), all);
    handOut(prepared, all, effects);
  }

  private void handOut(Transaction prepared, Outstanding left, Effects<TransactionRecord> effects) {
    MarkersDue due = MarkersDue.of(prepared, left.partitions);
    left.handOut = due.handOut();
    effects.reply(ReplyToken.notice(outbox), due);
  }

  /**
   * What became of markers that were handed out.
   *
   * @param done the partitions that have theirs
   * @return whether the transaction is completed now
   */
  public boolean written(
      MarkersDue markers, Collection<TopicPartition> done, Effects<TransactionRecord> effects) {
    Transaction prepared = transactions.find(markers.transactionalId());
    Outstanding left = outstanding.get(markers.transactionalId());
    if (prepared == null || left == null || left.handOut != markers.handOut()) {
      return false;
    }
    left.partitions.removeAll(done);
    if (left.partitions.isEmpty()) {
      outstanding.remove(markers.transactionalId());
      transactions.store(prepared.completed(effects.nowMs()), effects);
      return true;
    }
    if (left.failures++ == 0) {
      LOG.warn("The transaction of {} waits for its markers in {}", prepared.id(), left.partitions);
    }
    effects.schedule(new RetryTimer(prepared.id()), retryMs);
    return false;
  }

  /** It is time to write again what could not be written. */
  public void retry(RetryTimer timer, Effects<TransactionRecord> effects) {
    Transaction prepared = transactions.find(timer.transactionalId());
    Outstanding left = outstanding.get(timer.transactionalId());
    if (prepared != null && left != null && prepared.state().isPrepared()) {
      handOut(prepared, left, effects);
    }
  }
}
