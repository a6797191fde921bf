package io.barnabas.transaction.message;

import java.util.List;

/**
 * Says that partitions take part in a transaction, or asks whether they do.
 *
 * @param mode who says so
 */
public record AddPartitions(
    String transactionalId,
    long producerId,
    short producerEpoch,
    List<TopicPartition> partitions,
    Mode mode) {

  /** Who says so, and how. */
  public enum Mode {
    /** A client of the old protocol, before it writes. */
    BY_CLIENT,
    /**
     * A broker, on the first write of a client of Transactions V2 (KIP-890): waits a little for an
     * earlier transaction to be completed.
     */
    BY_WRITE,
    /** A broker asks, on the first write of a client of the old protocol; adds nothing. */
    VERIFY_ONLY
  }

  public AddPartitions {
    partitions = List.copyOf(partitions);
  }
}
