package io.barnabas.server.api;

import io.barnabas.codec.ErrorCode;
import io.barnabas.group.message.GroupFault;
import io.barnabas.metadata.controller.MetadataFault;
import io.barnabas.server.fetch.SessionFault;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.transaction.message.TransactionFault;
import org.jspecify.annotations.Nullable;

/**
 * The one place that says which error code of the wire a fault of ours becomes. The switches have
 * no default, so that a new fault does not compile until somebody has decided what clients see.
 */
public final class WireErrors {
  private WireErrors() {}

  public static short code(ErrorCode error) {
    return error.code();
  }

  /** Nothing wrong for null. */
  public static ErrorCode of(@Nullable PartitionFault fault) {
    if (fault == null) {
      return ErrorCode.NONE;
    }
    return switch (fault) {
      case UNKNOWN_TOPIC_OR_PARTITION -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      case UNKNOWN_TOPIC_ID -> ErrorCode.UNKNOWN_TOPIC_ID;
      case NOT_LEADER -> ErrorCode.NOT_LEADER_OR_FOLLOWER;
      case FENCED_LEADER_EPOCH -> ErrorCode.FENCED_LEADER_EPOCH;
      case UNKNOWN_LEADER_EPOCH -> ErrorCode.UNKNOWN_LEADER_EPOCH;
      case OFFSET_OUT_OF_RANGE -> ErrorCode.OFFSET_OUT_OF_RANGE;
      case TOO_FEW_IN_SYNC -> ErrorCode.NOT_ENOUGH_REPLICAS;
      case UNSUPPORTED_COMPRESSION -> ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
      case NOT_AUTHORIZED -> ErrorCode.TOPIC_AUTHORIZATION_FAILED;
      case STORAGE_FAILED -> ErrorCode.KAFKA_STORAGE_ERROR;
    };
  }

  public static ErrorCode of(AppendFault fault) {
    return switch (fault) {
      case STALE_LEADER_EPOCH, LOG_CLOSED -> ErrorCode.NOT_LEADER_OR_FOLLOWER;
      case CORRUPT_BATCH -> ErrorCode.CORRUPT_MESSAGE;
      // Formats before version 2 cannot be in a request of a version we serve.
      case INVALID_RECORD, UNSUPPORTED_FORMAT -> ErrorCode.INVALID_RECORD;
      case BATCH_TOO_LARGE -> ErrorCode.MESSAGE_TOO_LARGE;
      case BATCHES_TOO_LARGE -> ErrorCode.RECORD_LIST_TOO_LARGE;
      case UNSUPPORTED_COMPRESSION -> ErrorCode.UNSUPPORTED_COMPRESSION_TYPE;
      case INVALID_TIMESTAMP -> ErrorCode.INVALID_TIMESTAMP;
      case OUT_OF_ORDER_SEQUENCE -> ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
      case INVALID_PRODUCER_EPOCH -> ErrorCode.INVALID_PRODUCER_EPOCH;
      case UNKNOWN_PRODUCER_ID -> ErrorCode.UNKNOWN_PRODUCER_ID;
      case INVALID_TRANSACTION_STATE -> ErrorCode.INVALID_TXN_STATE;
      case STALE_COORDINATOR_EPOCH -> ErrorCode.TRANSACTION_COORDINATOR_FENCED;
      case STORAGE_ERROR -> ErrorCode.KAFKA_STORAGE_ERROR;
      // Only followers can meet this, and they do not ask over this door.
      case OUT_OF_ORDER_OFFSETS -> ErrorCode.UNKNOWN_SERVER_ERROR;
    };
  }

  public static ErrorCode of(SessionFault fault) {
    return switch (fault) {
      case NOT_FOUND -> ErrorCode.FETCH_SESSION_ID_NOT_FOUND;
      case WRONG_EPOCH -> ErrorCode.INVALID_FETCH_SESSION_EPOCH;
      case TOPIC_ID_MISMATCH -> ErrorCode.FETCH_SESSION_TOPIC_ID_ERROR;
    };
  }

  public static ErrorCode of(MetadataFault fault) {
    return switch (fault) {
      case NOT_CONTROLLER -> ErrorCode.NOT_CONTROLLER;
      // Retriable, and not taken for a verdict on the request: it may be tried again.
      case UNAVAILABLE -> ErrorCode.REQUEST_TIMED_OUT;
      case INVALID_REQUEST -> ErrorCode.INVALID_REQUEST;
      case INVALID_TOPIC -> ErrorCode.INVALID_TOPIC_EXCEPTION;
      case TOPIC_ALREADY_EXISTS -> ErrorCode.TOPIC_ALREADY_EXISTS;
      case UNKNOWN_TOPIC -> ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
      case UNKNOWN_TOPIC_ID -> ErrorCode.UNKNOWN_TOPIC_ID;
      case INVALID_PARTITIONS -> ErrorCode.INVALID_PARTITIONS;
      case INVALID_REPLICATION_FACTOR -> ErrorCode.INVALID_REPLICATION_FACTOR;
      case INVALID_REPLICA_ASSIGNMENT -> ErrorCode.INVALID_REPLICA_ASSIGNMENT;
      case INVALID_CONFIG -> ErrorCode.INVALID_CONFIG;
      case POLICY_VIOLATION -> ErrorCode.POLICY_VIOLATION;
      case UNSUPPORTED -> ErrorCode.INVALID_REQUEST;
      case STALE_BROKER_EPOCH -> ErrorCode.STALE_BROKER_EPOCH;
      case DUPLICATE_BROKER_REGISTRATION -> ErrorCode.DUPLICATE_BROKER_REGISTRATION;
      case BROKER_ID_NOT_REGISTERED -> ErrorCode.BROKER_ID_NOT_REGISTERED;
      case CONTROLLER_ID_NOT_REGISTERED -> ErrorCode.CONTROLLER_ID_NOT_REGISTERED;
      case UNSUPPORTED_FEATURE_LEVEL -> ErrorCode.UNSUPPORTED_VERSION;
      case INVALID_UPDATE_VERSION -> ErrorCode.INVALID_UPDATE_VERSION;
      case ELECTION_NOT_NEEDED -> ErrorCode.ELECTION_NOT_NEEDED;
      case PREFERRED_LEADER_NOT_AVAILABLE -> ErrorCode.PREFERRED_LEADER_NOT_AVAILABLE;
      case ELIGIBLE_LEADERS_NOT_AVAILABLE -> ErrorCode.ELIGIBLE_LEADERS_NOT_AVAILABLE;
      case NO_REASSIGNMENT_IN_PROGRESS -> ErrorCode.NO_REASSIGNMENT_IN_PROGRESS;
      case UNKNOWN_CREDENTIAL -> ErrorCode.RESOURCE_NOT_FOUND;
      case UNKNOWN_TOKEN -> ErrorCode.DELEGATION_TOKEN_NOT_FOUND;
      case TOKEN_EXPIRED -> ErrorCode.DELEGATION_TOKEN_EXPIRED;
      case TOKEN_OF_SOMEBODY_ELSE -> ErrorCode.DELEGATION_TOKEN_OWNER_MISMATCH;
    };
  }

  public static ErrorCode of(TransactionFault fault) {
    return switch (fault) {
      case NONE -> ErrorCode.NONE;
      case NOT_COORDINATOR -> ErrorCode.NOT_COORDINATOR;
      case COORDINATOR_LOAD_IN_PROGRESS -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      case COORDINATOR_NOT_AVAILABLE -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case INVALID_REQUEST -> ErrorCode.INVALID_REQUEST;
      case INVALID_TRANSACTION_TIMEOUT -> ErrorCode.INVALID_TRANSACTION_TIMEOUT;
      case INVALID_PRODUCER_ID_MAPPING -> ErrorCode.INVALID_PRODUCER_ID_MAPPING;
      case PRODUCER_FENCED -> ErrorCode.PRODUCER_FENCED;
      case CONCURRENT_TRANSACTIONS -> ErrorCode.CONCURRENT_TRANSACTIONS;
      case INVALID_TXN_STATE -> ErrorCode.INVALID_TXN_STATE;
      case TRANSACTION_ABORTABLE -> ErrorCode.TRANSACTION_ABORTABLE;
      case TRANSACTIONAL_ID_NOT_FOUND -> ErrorCode.TRANSACTIONAL_ID_NOT_FOUND;
      case INVALID_REGULAR_EXPRESSION -> ErrorCode.INVALID_REGULAR_EXPRESSION;
      case TOO_LARGE -> ErrorCode.UNKNOWN_SERVER_ERROR;
    };
  }

  public static ErrorCode of(GroupFault fault) {
    return switch (fault) {
      case NONE -> ErrorCode.NONE;
      case NOT_COORDINATOR -> ErrorCode.NOT_COORDINATOR;
      case COORDINATOR_LOAD_IN_PROGRESS -> ErrorCode.COORDINATOR_LOAD_IN_PROGRESS;
      case COORDINATOR_NOT_AVAILABLE -> ErrorCode.COORDINATOR_NOT_AVAILABLE;
      case INVALID_GROUP_ID -> ErrorCode.INVALID_GROUP_ID;
      case INVALID_SESSION_TIMEOUT -> ErrorCode.INVALID_SESSION_TIMEOUT;
      case INCONSISTENT_GROUP_PROTOCOL -> ErrorCode.INCONSISTENT_GROUP_PROTOCOL;
      case UNKNOWN_MEMBER_ID -> ErrorCode.UNKNOWN_MEMBER_ID;
      case MEMBER_ID_REQUIRED -> ErrorCode.MEMBER_ID_REQUIRED;
      case FENCED_INSTANCE_ID -> ErrorCode.FENCED_INSTANCE_ID;
      case ILLEGAL_GENERATION -> ErrorCode.ILLEGAL_GENERATION;
      case REBALANCE_IN_PROGRESS -> ErrorCode.REBALANCE_IN_PROGRESS;
      case GROUP_MAX_SIZE_REACHED -> ErrorCode.GROUP_MAX_SIZE_REACHED;
      case GROUP_ID_NOT_FOUND -> ErrorCode.GROUP_ID_NOT_FOUND;
      case NON_EMPTY_GROUP -> ErrorCode.NON_EMPTY_GROUP;
      case GROUP_SUBSCRIBED_TO_TOPIC -> ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC;
      case OFFSET_METADATA_TOO_LARGE -> ErrorCode.OFFSET_METADATA_TOO_LARGE;
      case UNSTABLE_OFFSET_COMMIT -> ErrorCode.UNSTABLE_OFFSET_COMMIT;
      case INVALID_TXN_STATE -> ErrorCode.INVALID_TXN_STATE;
      case STALE_MEMBER_EPOCH -> ErrorCode.STALE_MEMBER_EPOCH;
      case INVALID_COMMIT_OFFSET_SIZE -> ErrorCode.INVALID_COMMIT_OFFSET_SIZE;
      case UNKNOWN_SERVER_ERROR -> ErrorCode.UNKNOWN_SERVER_ERROR;
    };
  }
}
