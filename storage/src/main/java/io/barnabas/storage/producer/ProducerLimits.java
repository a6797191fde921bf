package io.barnabas.storage.producer;

/** How long, and how many, producers a log may remember; may change at any time. Any thread. */
@FunctionalInterface
public interface ProducerLimits {
  /** {@code producer.id.expiration.ms}: for how long after its last batch one is known. */
  long expirationMs();

  /** How many of them; those with an open transaction are known beyond that, too. */
  default int producersMax() {
    return Integer.MAX_VALUE;
  }
}
