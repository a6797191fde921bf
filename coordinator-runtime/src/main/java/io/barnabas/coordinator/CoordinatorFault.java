package io.barnabas.coordinator;

/** Why the runtime, rather than a rule, refused an operation. All of them may be retried. */
public enum CoordinatorFault {
  /** The partition is not led here (any more). */
  NOT_OWNER,
  /** The partition is still being loaded. */
  LOADING,
  /**
   * The records could not be appended, or were not committed in time; they may or may not be in the
   * log.
   */
  NOT_DURABLE,
  /** Too many operations are waiting on the shard. */
  OVERLOADED
}
