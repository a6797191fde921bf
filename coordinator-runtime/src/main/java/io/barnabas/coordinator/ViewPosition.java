package io.barnabas.coordinator;

import io.barnabas.codec.Uuid;

/**
 * Which prefix of which log a view reflects.
 *
 * @param topicId the log's topic
 * @param nextOffset the first offset that is not reflected
 * @param leaderEpoch the leader epoch of the batch that holds the last reflected record, -1 if none
 *     is
 * @param formatVersion the version of the view's key and value layout
 */
public record ViewPosition(Uuid topicId, long nextOffset, int leaderEpoch, int formatVersion) {}
