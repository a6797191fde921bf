package io.barnabas.storage.log;

/**
 * Where a leader epoch ends (KIP-101, KIP-279).
 *
 * @param leaderEpoch the largest epoch not above the one asked for, -1 where unknown
 * @param endOffset the offset after its last record, -1 where unknown
 */
public record EpochEndOffset(int leaderEpoch, long endOffset) {}
