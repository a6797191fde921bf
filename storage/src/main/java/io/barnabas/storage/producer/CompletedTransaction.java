package io.barnabas.storage.producer;

/**
 * A transaction that a marker has ended; aborted ones go to the transaction index.
 *
 * @param firstOffset offset of its first record
 * @param lastOffset offset of the marker
 * @param lastStableOffset what the last stable offset becomes once the marker is replicated
 */
public record CompletedTransaction(
    long producerId, long firstOffset, long lastOffset, boolean aborted, long lastStableOffset) {}
