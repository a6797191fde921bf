package io.barnabas.storage.producer;

/**
 * What a log knows of a producer at one moment (DescribeProducers, KIP-664).
 *
 * @param lastSequence -1 if no batch is known
 * @param lastTimestamp in ms
 * @param coordinatorEpoch of the last transaction marker, -1 if there was none
 * @param transactionStartOffset -1 if no transaction is open
 */
public record ProducerState(
    long producerId,
    short epoch,
    int lastSequence,
    long lastTimestamp,
    int coordinatorEpoch,
    long transactionStartOffset) {

  static ProducerState of(ProducerEntry entry) {
    return new ProducerState(
        entry.producerId,
        entry.epoch(),
        entry.lastSequence(),
        entry.lastTimestamp(),
        entry.coordinatorEpoch(),
        entry.transactionFirstOffset());
  }
}
