package io.barnabas.storage.log;

/**
 * Told when a log's fields move; the server completes its waiting requests here. Called on the
 * thread that moved the field, so it must be quick and must not block.
 */
public interface PartitionLogListener {

  /**
   * Records up to (excluding) the offset are written and, where {@code flush.messages} demands it,
   * synced: they may count towards the high watermark.
   */
  default void onSettledEndOffset(long endOffset) {}

  /** The high watermark moved forward. */
  default void onHighWatermark(long highWatermark) {}

  /** The last stable offset moved forward on its own: a transaction's marker was replicated. */
  default void onLastStableOffset(long lastStableOffset) {}

  /** The log start moved forward, by retention or by deletion of records. */
  default void onLogStartOffset(long logStartOffset) {}

  /** The log went offline, was closed or deleted; it accepts nothing more. */
  default void onUnavailable(String reason) {}
}
