package io.barnabas.storage.index;

/**
 * A transaction that ended with an abort marker: its records are not for readers of committed ones.
 *
 * @param firstOffset offset of its first record
 * @param lastOffset offset of the marker
 * @param lastStableOffset what the last stable offset became with the marker: every transaction
 *     that began below it has ended by then
 */
public record AbortedTransaction(
    long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
