package io.barnabas.transaction.message;

/**
 * The end of a transaction, as written to each of its partitions.
 *
 * @param coordinatorEpoch of the coordinator that decided; partitions refuse older ones
 * @param transactionVersion the version that the transaction's client speaks
 */
public record Marker(
    long producerId,
    short producerEpoch,
    int coordinatorEpoch,
    boolean committed,
    short transactionVersion) {}
