package io.barnabas.server.partition;

/** How far into a partition a reader may see. */
public enum Isolation {
  /** All that is committed: up to the high watermark. */
  READ_UNCOMMITTED,
  /** All that is decided: up to the last stable offset. */
  READ_COMMITTED
}
