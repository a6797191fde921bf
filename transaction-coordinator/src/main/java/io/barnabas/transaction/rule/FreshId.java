package io.barnabas.transaction.rule;

import io.barnabas.transaction.ProducerIdSource;

/**
 * A producer id that a rule may use. Rules cannot wait for one, so the first time they have none,
 * and say so if they need it; they are asked again with one.
 */
public record FreshId(long producerId) {
  public static final FreshId NONE = new FreshId(ProducerIdSource.NONE);

  boolean isMissing() {
    return producerId == ProducerIdSource.NONE;
  }
}
