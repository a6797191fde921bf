package io.barnabas.group.message;

/** The end of a transaction for the offsets in one partition of the offsets topic. */
public record EndTransaction(
    long producerId, short producerEpoch, int coordinatorEpoch, boolean committed) {}
