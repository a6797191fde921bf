package io.barnabas.storage.clean;

/**
 * A transaction that was given up.
 *
 * @param firstOffset of its first record
 * @param lastOffset of its marker
 * @param lastStableOffset what the last stable offset became with the marker
 */
public record AbortedTransaction(
    long producerId, long firstOffset, long lastOffset, long lastStableOffset) {}
