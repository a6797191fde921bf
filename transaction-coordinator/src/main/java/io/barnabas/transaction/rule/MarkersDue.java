package io.barnabas.transaction.rule;

import io.barnabas.transaction.message.TopicPartition;
import io.barnabas.transaction.state.Transaction;
import io.barnabas.transaction.state.TransactionState;
import java.util.Set;

/**
 * Markers to be written now that the outcome of a transaction is durable. Whoever writes them tells
 * {@link Completion#written} what became of each.
 *
 * @param handOut tells one handing out from all others
 */
public record MarkersDue(
    String transactionalId,
    long producerId,
    short producerEpoch,
    boolean committed,
    short transactionVersion,
    Set<TopicPartition> partitions,
    Object handOut) {

  public MarkersDue {
    partitions = Set.copyOf(partitions);
  }

  static MarkersDue of(Transaction prepared, Set<TopicPartition> partitions) {
    return new MarkersDue(
        prepared.id(),
        prepared.producerId(),
        prepared.epoch(),
        prepared.state() == TransactionState.PREPARE_COMMIT,
        prepared.clientVersion(),
        partitions,
        new Object());
  }
}
