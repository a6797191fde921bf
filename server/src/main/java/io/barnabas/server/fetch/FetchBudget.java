package io.barnabas.server.fetch;

import io.barnabas.server.partition.Isolation;

/**
 * The bytes left to one fetch while it reads partition after partition (KIP-74). As long as nothing
 * was found, a batch larger than every limit is given all the same, so that a consumer with small
 * limits gets on. For one thread.
 */
final class FetchBudget {
  private final FetchLimits limits;
  private int bytesLeft;
  private boolean nothingFound = true;

  FetchBudget(FetchLimits limits) {
    this.limits = limits;
    this.bytesLeft = limits.maxBytes();
  }

  Isolation isolation() {
    return limits.isolation();
  }

  boolean zstdUnderstood() {
    return limits.zstdUnderstood();
  }

  /** Most bytes for a partition with this limit of its own. */
  int bytesFor(int partitionMaxBytes) {
    return Math.max(0, Math.min(partitionMaxBytes, bytesLeft));
  }

  /** Whether a first batch may exceed the limits. */
  boolean atLeastOneBatch() {
    return nothingFound;
  }

  /** Takes what was found off what is left. */
  void spend(int bytes) {
    if (bytes > 0) {
      nothingFound = false;
      bytesLeft = Math.max(0, bytesLeft - bytes);
    }
  }
}
