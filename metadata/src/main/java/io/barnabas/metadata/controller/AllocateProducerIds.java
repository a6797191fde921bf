package io.barnabas.metadata.controller;

import org.jspecify.annotations.Nullable;

/** Takes the next block of producer ids for a broker. */
public record AllocateProducerIds(int brokerId, long brokerEpoch)
    implements ControllerCommand<AllocateProducerIds.Reply> {

  /** How many ids a block has. */
  public static final int BLOCK_SIZE = 1000;

  /**
   * The block.
   *
   * @param firstProducerId first id of the block; meaningless if refused
   * @param count how many ids follow, that one included; 0 if refused
   * @param refusal null if a block was allocated
   */
  public record Reply(long firstProducerId, int count, @Nullable Refusal refusal) {}
}
