package io.barnabas.metadata.image;

/**
 * Which producer ids have been handed out.
 *
 * @param nextProducerId first id of the block that will be allocated next; every lower one is taken
 */
public record ProducerIdsImage(long nextProducerId) {
  public static final ProducerIdsImage EMPTY = new ProducerIdsImage(0);
}
