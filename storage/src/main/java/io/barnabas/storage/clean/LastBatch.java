package io.barnabas.storage.clean;

/**
 * What the log's state of a producer rests on; whatever holds it stays in the log.
 *
 * @param lastOffset of its last data batch; -1 if only a marker is known
 * @param epoch its last epoch
 */
public record LastBatch(long lastOffset, short epoch) {}
