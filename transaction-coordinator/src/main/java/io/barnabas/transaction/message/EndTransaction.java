package io.barnabas.transaction.message;

/**
 * Commits or aborts.
 *
 * @param transactionVersion what the client speaks: from 2 on its epoch rises with every end
 */
public record EndTransaction(
    String transactionalId,
    long producerId,
    short producerEpoch,
    boolean commit,
    short transactionVersion) {}
