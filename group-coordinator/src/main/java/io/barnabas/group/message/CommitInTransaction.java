package io.barnabas.group.message;

/**
 * Offsets to keep for a group if a transaction is committed (KIP-98).
 *
 * @param gate opened before the transaction coordinator said that the transaction is open
 */
public record CommitInTransaction(
    long producerId, short producerEpoch, CommitOffsets offsets, TransactionGate gate) {}
