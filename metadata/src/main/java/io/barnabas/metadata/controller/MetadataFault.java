package io.barnabas.metadata.controller;

/** Why the controller refused a command or one item of it. */
public enum MetadataFault {
  /** This node is not the active controller (any more); ask the one that is. */
  NOT_CONTROLLER,
  /** The metadata log cannot be written; the command may be tried again later. */
  UNAVAILABLE,
  INVALID_REQUEST,
  INVALID_TOPIC,
  TOPIC_ALREADY_EXISTS,
  UNKNOWN_TOPIC,
  UNKNOWN_TOPIC_ID,
  INVALID_PARTITIONS,
  INVALID_REPLICATION_FACTOR,
  INVALID_REPLICA_ASSIGNMENT,
  INVALID_CONFIG,
  /** More than the controller is willing to do in one command. */
  POLICY_VIOLATION,
  /** The kind of resource or operation is not one this controller can change. */
  UNSUPPORTED,
  STALE_BROKER_EPOCH,
  DUPLICATE_BROKER_REGISTRATION,
  BROKER_ID_NOT_REGISTERED,
  CONTROLLER_ID_NOT_REGISTERED,
  /** The broker does not support a feature level that is finalized. */
  UNSUPPORTED_FEATURE_LEVEL,
  /** A feature cannot get that level. */
  INVALID_UPDATE_VERSION,
  /** Who shall lead leads already. */
  ELECTION_NOT_NEEDED,
  PREFERRED_LEADER_NOT_AVAILABLE,
  ELIGIBLE_LEADERS_NOT_AVAILABLE,
  NO_REASSIGNMENT_IN_PROGRESS,
  UNKNOWN_CREDENTIAL,
  UNKNOWN_TOKEN,
  TOKEN_EXPIRED,
  /** Who asked is neither its owner nor one of its renewers. */
  TOKEN_OF_SOMEBODY_ELSE
}
