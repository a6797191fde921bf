package io.barnabas.transaction.message;

import java.util.List;

/**
 * What is known of a transactional id.
 *
 * @param startMs when its transaction began, in ms since the epoch, -1 if there is none
 */
public record TransactionDescription(
    TransactionFault fault,
    String transactionalId,
    String state,
    int timeoutMs,
    long startMs,
    long producerId,
    short producerEpoch,
    List<TopicPartition> partitions) {

  public TransactionDescription {
    partitions = List.copyOf(partitions);
  }

  public static TransactionDescription refused(String transactionalId, TransactionFault fault) {
    return new TransactionDescription(fault, transactionalId, "", 0, 0, 0, (short) 0, List.of());
  }
}
