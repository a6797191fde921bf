package io.barnabas.server.fetch;

/** One partition of a fetch session: what the client wants and what it was told last. */
final class SessionPartition {
  private static final long NEVER_TOLD = -1;

  private FetchTarget target;
  private long toldHighWatermark = NEVER_TOLD;
  private long toldLogStartOffset = NEVER_TOLD;

  SessionPartition(FetchTarget target) {
    this.target = target;
  }

  FetchTarget target() {
    return target;
  }

  void update(FetchTarget wanted) {
    target = wanted;
  }

  /**
   * Whether the client must be told of this, and from now on it has been: data, divergence, faults,
   * and offsets it does not know yet. After a fault the partition is told once more when the fault
   * has gone.
   */
  boolean tell(FetchedPartition found) {
    if (found.fault() != null) {
      toldHighWatermark = NEVER_TOLD;
      return true;
    }
    boolean news =
        found.sizeInBytes() > 0
            || found.divergence() != null
            || found.highWatermark() != toldHighWatermark
            || found.logStartOffset() != toldLogStartOffset;
    toldHighWatermark = found.highWatermark();
    toldLogStartOffset = found.logStartOffset();
    return news;
  }
}
