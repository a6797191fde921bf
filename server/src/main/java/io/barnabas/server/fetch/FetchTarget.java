package io.barnabas.server.fetch;

/**
 * What a client wants of one partition.
 *
 * @param key the partition
 * @param fetchOffset the first offset wanted
 * @param maxBytes the most to return of this partition, in bytes, unless its first batch alone is
 *     larger
 * @param currentLeaderEpoch the leader epoch the client believes in, or -1
 * @param lastFetchedEpoch the epoch of the last record the client has, or -1
 */
public record FetchTarget(
    FetchKey key, long fetchOffset, int maxBytes, int currentLeaderEpoch, int lastFetchedEpoch) {}
