package io.barnabas.group.message;

import io.barnabas.coordinator.CoordinatorFault;

/**
 * Why a group operation was refused, in the coordinator's own words. Every constant has exactly one
 * wire error code of the same name, which only the request handlers know.
 */
public enum GroupFault {
  /** No fault: the operation was done. */
  NONE,
  /**
   * This broker does not lead the group's partition; the client must find the coordinator again.
   */
  NOT_COORDINATOR,
  /** The group's partition is being loaded; retry with the same coordinator. */
  COORDINATOR_LOAD_IN_PROGRESS,
  /** The outcome could not be made durable or the coordinator is overloaded; retry. */
  COORDINATOR_NOT_AVAILABLE,
  INVALID_GROUP_ID,
  INVALID_SESSION_TIMEOUT,
  INCONSISTENT_GROUP_PROTOCOL,
  UNKNOWN_MEMBER_ID,
  MEMBER_ID_REQUIRED,
  FENCED_INSTANCE_ID,
  ILLEGAL_GENERATION,
  REBALANCE_IN_PROGRESS,
  GROUP_MAX_SIZE_REACHED,
  GROUP_ID_NOT_FOUND,
  NON_EMPTY_GROUP,
  GROUP_SUBSCRIBED_TO_TOPIC,
  OFFSET_METADATA_TOO_LARGE,
  /**
   * A pending transactional offset hides the committed one and the caller asked for stable offsets
   * only.
   */
  UNSTABLE_OFFSET_COMMIT,
  /** The transaction that the offsets were to be part of has ended. */
  INVALID_TXN_STATE,
  STALE_MEMBER_EPOCH,
  /** The offsets of one request exceed what one batch of the group's partition may hold. */
  INVALID_COMMIT_OFFSET_SIZE,
  /**
   * The group's members and assignments exceed what one batch of the group's partition may hold.
   */
  UNKNOWN_SERVER_ERROR;

  /** What a fault of the runtime is in these words. */
  public static GroupFault of(CoordinatorFault fault) {
    return switch (fault) {
      case NOT_OWNER -> NOT_COORDINATOR;
      case LOADING -> COORDINATOR_LOAD_IN_PROGRESS;
      case NOT_DURABLE, OVERLOADED -> COORDINATOR_NOT_AVAILABLE;
    };
  }
}
