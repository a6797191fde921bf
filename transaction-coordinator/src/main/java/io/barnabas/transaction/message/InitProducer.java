package io.barnabas.transaction.message;

/**
 * Begins, or begins again, to use a transactional id.
 *
 * @param producerId what the producer had before (KIP-360), or -1
 * @param producerEpoch likewise
 */
public record InitProducer(
    String transactionalId, int timeoutMs, long producerId, short producerEpoch) {
  public static final long NO_PRODUCER_ID = -1;

  /** Whether the producer says what it had before. */
  public boolean continues() {
    return producerId != NO_PRODUCER_ID;
  }
}
