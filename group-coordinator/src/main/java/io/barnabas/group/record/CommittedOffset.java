package io.barnabas.group.record;

import io.barnabas.codec.Uuid;

/**
 * A committed offset as it is kept.
 *
 * @param leaderEpoch of the last consumed record, -1 if not known
 * @param commitTimestamp milliseconds since the epoch
 * @param expireTimestamp when it expires whatever the broker's rule says (requests before version
 *     5), or {@link #NO_EXPIRY}
 * @param topicId {@link Uuid#ZERO} if not known
 */
public record CommittedOffset(
    long offset,
    int leaderEpoch,
    String metadata,
    long commitTimestamp,
    long expireTimestamp,
    Uuid topicId) {

  public static final long NO_EXPIRY = -1;
}
