package io.barnabas.storage.checkpoint;

/**
 * Where an epoch begins.
 *
 * @param epoch of the leader, at least 0
 * @param startOffset of its first record, at least 0
 */
public record EpochEntry(int epoch, long startOffset) {
  public EpochEntry {
    if (epoch < 0 || startOffset < 0) {
      throw new IllegalArgumentException("epoch " + epoch + " from offset " + startOffset);
    }
  }
}
