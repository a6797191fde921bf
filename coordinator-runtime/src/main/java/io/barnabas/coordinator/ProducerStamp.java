package io.barnabas.coordinator;

/**
 * The producer in whose transaction a record is written, which does not count before the
 * transaction's marker; or, for a control record, whose transaction the marker ends. Records with
 * different stamps never share a batch.
 *
 * @param control whether the record is a transaction marker
 */
public record ProducerStamp(long producerId, short producerEpoch, boolean control) {}
