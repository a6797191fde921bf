package io.barnabas.coordinator;

/**
 * What a load hands over to the shard's queue.
 *
 * @param nextOffset the first offset the view does not reflect
 * @param leaderEpoch the leader epoch of the last reflected record, -1 if there is none
 */
record LoadedShard(CoordinatorLog log, LayeredView view, long nextOffset, int leaderEpoch) {}
