package io.barnabas.transaction.message;

import io.barnabas.coordinator.CoordinatorFault;

/**
 * Why a transaction operation was refused, in the coordinator's own words. Every constant has
 * exactly one wire error code of the same name, which only the request handlers know.
 */
public enum TransactionFault {
  /** No fault: the operation was done. */
  NONE,
  /** This broker does not lead the id's partition. */
  NOT_COORDINATOR,
  COORDINATOR_LOAD_IN_PROGRESS,
  /** The outcome could not be made durable or the coordinator is overloaded; retry. */
  COORDINATOR_NOT_AVAILABLE,
  INVALID_REQUEST,
  INVALID_TRANSACTION_TIMEOUT,
  /** The transactional id is not known, or has another producer id. */
  INVALID_PRODUCER_ID_MAPPING,
  /** A later instance of the producer, or the coordinator, has taken over. */
  PRODUCER_FENCED,
  /** An earlier transaction is still being completed; retry. */
  CONCURRENT_TRANSACTIONS,
  INVALID_TXN_STATE,
  /** The partition is not part of the transaction; only aborting helps. */
  TRANSACTION_ABORTABLE,
  TRANSACTIONAL_ID_NOT_FOUND,
  /** A transaction of so many partitions cannot be stored. */
  TOO_LARGE,
  INVALID_REGULAR_EXPRESSION;

  /** What a fault of the runtime is in these words. */
  public static TransactionFault of(CoordinatorFault fault) {
    return switch (fault) {
      case NOT_OWNER -> NOT_COORDINATOR;
      case LOADING -> COORDINATOR_LOAD_IN_PROGRESS;
      case NOT_DURABLE, OVERLOADED -> COORDINATOR_NOT_AVAILABLE;
    };
  }
}
