package io.barnabas.storage.log;

/**
 * A record's place in time.
 *
 * @param timestampMs milliseconds since the epoch, -1 where there is none
 * @param offset its offset, -1 where there is none
 * @param leaderEpoch the epoch of its batch, -1 where unknown
 */
public record TimestampAndOffset(long timestampMs, long offset, int leaderEpoch) {}
