package io.barnabas.codec;

/**
 * The error codes of the protocol, as of Apache Kafka 4.4. What a code means to a client is fixed
 * by its number; the message is only a default for answers that have room for one.
 */
public enum ErrorCode {
  UNKNOWN_SERVER_ERROR(
      -1, false, "Something went wrong on the server that has no code of its own."),
  NONE(0, false, "No error."),
  OFFSET_OUT_OF_RANGE(1, false, "The offset lies outside of the log."),
  CORRUPT_MESSAGE(2, true, "The batch is damaged, or lacks what the topic demands of it."),
  UNKNOWN_TOPIC_OR_PARTITION(3, true, "This server has no such topic or partition."),
  INVALID_FETCH_SIZE(4, false, "The fetch size makes no sense."),
  LEADER_NOT_AVAILABLE(5, true, "The partition has no leader at the moment."),
  NOT_LEADER_OR_FOLLOWER(
      6, true, "This broker has not the role for the partition that the request needs."),
  REQUEST_TIMED_OUT(7, true, "The request was not done in time."),
  BROKER_NOT_AVAILABLE(8, false, "The broker cannot be reached."),
  REPLICA_NOT_AVAILABLE(9, true, "The replica is not here."),
  MESSAGE_TOO_LARGE(10, false, "A batch is larger than the topic allows."),
  STALE_CONTROLLER_EPOCH(11, false, "Another controller has taken over."),
  OFFSET_METADATA_TOO_LARGE(12, false, "The metadata beside the offset is too long."),
  NETWORK_EXCEPTION(13, true, "The connection ended before the answer came."),
  COORDINATOR_LOAD_IN_PROGRESS(14, true, "The coordinator is still loading its state."),
  COORDINATOR_NOT_AVAILABLE(15, true, "No coordinator is available."),
  NOT_COORDINATOR(16, true, "Another broker coordinates this."),
  INVALID_TOPIC_EXCEPTION(17, false, "The topic is not one this operation works on."),
  RECORD_LIST_TOO_LARGE(18, false, "The batches together are larger than a segment."),
  NOT_ENOUGH_REPLICAS(19, true, "Too few replicas are in sync to accept the write."),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND(20, true, "Written, but too few replicas are in sync."),
  INVALID_REQUIRED_ACKS(21, false, "The required acks can only be 0, 1 or -1."),
  ILLEGAL_GENERATION(22, false, "The generation is not the group's current one."),
  INCONSISTENT_GROUP_PROTOCOL(23, false, "No protocol in common with the group's members."),
  INVALID_GROUP_ID(24, false, "The group id cannot be used."),
  UNKNOWN_MEMBER_ID(25, false, "The group has no such member."),
  INVALID_SESSION_TIMEOUT(26, false, "The session timeout is outside of the broker's bounds."),
  REBALANCE_IN_PROGRESS(27, false, "The group is rebalancing; join again."),
  INVALID_COMMIT_OFFSET_SIZE(28, false, "The offset commit is too large for a record."),
  TOPIC_AUTHORIZATION_FAILED(29, false, "Not allowed on this topic."),
  GROUP_AUTHORIZATION_FAILED(30, false, "Not allowed on this group."),
  CLUSTER_AUTHORIZATION_FAILED(31, false, "Not allowed on the cluster."),
  INVALID_TIMESTAMP(32, false, "A record's timestamp is too far from the broker's clock."),
  UNSUPPORTED_SASL_MECHANISM(33, false, "The SASL mechanism is not enabled."),
  ILLEGAL_SASL_STATE(34, false, "Not what should come next in the authentication."),
  UNSUPPORTED_VERSION(35, false, "The version is not supported here."),
  TOPIC_ALREADY_EXISTS(36, false, "There is a topic of this name."),
  INVALID_PARTITIONS(37, false, "The number of partitions is not valid."),
  INVALID_REPLICATION_FACTOR(
      38, false, "The replication factor is below one or above the number of brokers."),
  INVALID_REPLICA_ASSIGNMENT(39, false, "The replica assignment is not valid."),
  INVALID_CONFIG(40, false, "The configuration is not valid."),
  NOT_CONTROLLER(41, true, "Another node is the controller."),
  INVALID_REQUEST(42, false, "The request contradicts itself or the protocol."),
  UNSUPPORTED_FOR_MESSAGE_FORMAT(43, false, "The log's message format cannot do this."),
  POLICY_VIOLATION(44, false, "A policy of this cluster forbids it."),
  OUT_OF_ORDER_SEQUENCE_NUMBER(45, false, "The producer's sequence has a gap."),
  DUPLICATE_SEQUENCE_NUMBER(46, false, "The batch was already written."),
  INVALID_PRODUCER_EPOCH(47, false, "The producer's epoch is an old one."),
  INVALID_TXN_STATE(48, false, "The transaction is not in a state that permits this."),
  INVALID_PRODUCER_ID_MAPPING(
      49, false, "The producer id does not belong to the transactional id."),
  INVALID_TRANSACTION_TIMEOUT(50, false, "The transaction timeout is above the broker's maximum."),
  CONCURRENT_TRANSACTIONS(51, true, "Another operation on the same transaction is under way."),
  TRANSACTION_COORDINATOR_FENCED(52, false, "A newer transaction coordinator has taken over."),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED(53, false, "Not allowed on this transactional id."),
  SECURITY_DISABLED(54, false, "Security is not enabled."),
  OPERATION_NOT_ATTEMPTED(55, false, "Not tried, because another part of the request failed."),
  KAFKA_STORAGE_ERROR(56, true, "The disk failed."),
  LOG_DIR_NOT_FOUND(57, false, "The broker has no such log directory."),
  SASL_AUTHENTICATION_FAILED(58, false, "The credentials were not accepted."),
  UNKNOWN_PRODUCER_ID(59, false, "Nothing is known of the producer any more."),
  REASSIGNMENT_IN_PROGRESS(60, false, "The partition is being reassigned."),
  DELEGATION_TOKEN_AUTH_DISABLED(61, false, "Delegation tokens are not enabled."),
  DELEGATION_TOKEN_NOT_FOUND(62, false, "There is no such delegation token."),
  DELEGATION_TOKEN_OWNER_MISMATCH(63, false, "The principal neither owns nor renews the token."),
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED(
      64, false, "Token requests are not allowed on this kind of connection."),
  DELEGATION_TOKEN_AUTHORIZATION_FAILED(65, false, "Not allowed on this delegation token."),
  DELEGATION_TOKEN_EXPIRED(66, false, "The delegation token has expired."),
  INVALID_PRINCIPAL_TYPE(67, false, "The principal type is not supported."),
  NON_EMPTY_GROUP(68, false, "The group still has members."),
  GROUP_ID_NOT_FOUND(69, false, "There is no such group."),
  FETCH_SESSION_ID_NOT_FOUND(70, true, "There is no such fetch session."),
  INVALID_FETCH_SESSION_EPOCH(71, true, "The fetch session is at another epoch."),
  LISTENER_NOT_FOUND(72, true, "The leader has no listener of this name."),
  TOPIC_DELETION_DISABLED(73, false, "Deleting topics is disabled."),
  FENCED_LEADER_EPOCH(74, true, "The leader epoch is older than the broker's."),
  UNKNOWN_LEADER_EPOCH(75, true, "The leader epoch is newer than the broker's."),
  UNSUPPORTED_COMPRESSION_TYPE(
      76, false, "The client cannot read the compression of this partition."),
  STALE_BROKER_EPOCH(77, false, "The broker has registered anew since."),
  OFFSET_NOT_AVAILABLE(78, true, "The new leader does not know its high watermark yet."),
  MEMBER_ID_REQUIRED(79, false, "Join again with the member id in this answer."),
  PREFERRED_LEADER_NOT_AVAILABLE(80, true, "The preferred leader is not available."),
  GROUP_MAX_SIZE_REACHED(81, false, "The group is full."),
  FENCED_INSTANCE_ID(82, false, "Another member has taken this group.instance.id."),
  ELIGIBLE_LEADERS_NOT_AVAILABLE(83, true, "No replica may become leader now."),
  ELECTION_NOT_NEEDED(84, true, "The partition has the leader it should have."),
  NO_REASSIGNMENT_IN_PROGRESS(85, false, "There is no reassignment to cancel."),
  GROUP_SUBSCRIBED_TO_TOPIC(86, false, "The group is subscribed to the topic."),
  INVALID_RECORD(87, false, "A record breaks the rules of its topic."),
  UNSTABLE_OFFSET_COMMIT(88, true, "Offsets of an open transaction are pending."),
  THROTTLING_QUOTA_EXCEEDED(89, true, "The quota is used up."),
  PRODUCER_FENCED(90, false, "A newer producer uses the transactional id."),
  RESOURCE_NOT_FOUND(91, false, "There is no such resource."),
  DUPLICATE_RESOURCE(92, false, "A resource is named twice."),
  UNACCEPTABLE_CREDENTIAL(93, false, "The credential does not meet the rules."),
  INCONSISTENT_VOTER_SET(94, false, "Not one of the expected voters."),
  INVALID_UPDATE_VERSION(95, false, "The version to update to is not valid."),
  FEATURE_UPDATE_FAILED(96, false, "The features could not be updated."),
  PRINCIPAL_DESERIALIZATION_FAILURE(97, false, "The forwarded principal cannot be read."),
  SNAPSHOT_NOT_FOUND(98, false, "There is no such snapshot."),
  POSITION_OUT_OF_RANGE(99, false, "The position lies outside of the snapshot."),
  UNKNOWN_TOPIC_ID(100, true, "This server has no topic with this id."),
  DUPLICATE_BROKER_REGISTRATION(101, false, "The broker id is in use."),
  BROKER_ID_NOT_REGISTERED(102, false, "The broker id is not registered."),
  INCONSISTENT_TOPIC_ID(103, true, "The log belongs to another topic id."),
  INCONSISTENT_CLUSTER_ID(104, false, "The request is meant for another cluster."),
  TRANSACTIONAL_ID_NOT_FOUND(105, false, "There is no such transactional id."),
  FETCH_SESSION_TOPIC_ID_ERROR(106, true, "Topic ids and names are mixed in one fetch session."),
  INELIGIBLE_REPLICA(107, false, "A replica may not be in the in-sync set."),
  NEW_LEADER_ELECTED(108, false, "Done, and the leader has changed by it."),
  OFFSET_MOVED_TO_TIERED_STORAGE(109, false, "The offset is only in tiered storage."),
  FENCED_MEMBER_EPOCH(110, false, "The member is fenced and must join anew."),
  UNRELEASED_INSTANCE_ID(111, false, "The instance id is still held by a member."),
  UNSUPPORTED_ASSIGNOR(112, false, "The group does not support the assignor."),
  STALE_MEMBER_EPOCH(113, false, "The member has a newer epoch; wait for the heartbeat."),
  MISMATCHED_ENDPOINT_TYPE(114, false, "This endpoint is not of the kind the request is for."),
  UNSUPPORTED_ENDPOINT_TYPE(115, false, "The endpoint type is not supported."),
  UNKNOWN_CONTROLLER_ID(116, false, "There is no controller with this id."),
  UNKNOWN_SUBSCRIPTION_ID(117, false, "The telemetry subscription is unknown or outdated."),
  TELEMETRY_TOO_LARGE(118, false, "The telemetry is larger than accepted."),
  INVALID_REGISTRATION(119, false, "The registration is not valid."),
  TRANSACTION_ABORTABLE(120, false, "The transaction failed; abort it and go on."),
  INVALID_RECORD_STATE(121, false, "The record cannot be acknowledged in its state."),
  SHARE_SESSION_NOT_FOUND(122, true, "There is no such share session."),
  INVALID_SHARE_SESSION_EPOCH(123, true, "The share session is at another epoch."),
  FENCED_STATE_EPOCH(124, false, "The state is at another epoch."),
  INVALID_VOTER_KEY(125, false, "The voter key is not this replica's."),
  DUPLICATE_VOTER(126, false, "The voter is in the set already."),
  VOTER_NOT_FOUND(127, false, "The voter is not in the set."),
  INVALID_REGULAR_EXPRESSION(128, false, "The regular expression is not valid."),
  REBOOTSTRAP_REQUIRED(129, false, "The metadata is stale; start from the bootstrap servers."),
  STREAMS_INVALID_TOPOLOGY(130, false, "The topology is not valid."),
  STREAMS_INVALID_TOPOLOGY_EPOCH(131, false, "The topology epoch is not valid."),
  STREAMS_TOPOLOGY_FENCED(132, false, "The topology epoch is an old one."),
  SHARE_SESSION_LIMIT_REACHED(133, true, "No more share sessions can be opened."),
  GROUP_DELETION_FAILED(134, false, "The group could not be deleted; see its message."),
  STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED(
      135, false, "The topology description was not stored; see the message."),
  CONTROLLER_ID_NOT_REGISTERED(136, false, "The controller id is not registered.");

  private static final int LOWEST = -1;
  private static final ErrorCode[] BY_CODE = byCode();

  private final short code;
  private final boolean retriable;
  private final String message;

  ErrorCode(int code, boolean retriable, String message) {
    this.code = (short) code;
    this.retriable = retriable;
    this.message = message;
  }

  /** The error with this number; {@link #UNKNOWN_SERVER_ERROR} for numbers that are not in use. */
  public static ErrorCode ofCode(int code) {
    int index = code - LOWEST;
    return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : UNKNOWN_SERVER_ERROR;
  }

  /** The number on the wire. */
  public short code() {
    return code;
  }

  /** Whether clients may expect the same request to succeed later. */
  public boolean isRetriable() {
    return retriable;
  }

  /** A sentence for answers that carry one. */
  public String message() {
    return message;
  }

  private static ErrorCode[] byCode() {
    ErrorCode[] byCode = new ErrorCode[values().length];
    for (ErrorCode error : values()) {
      byCode[error.code - LOWEST] = error;
    }
    return byCode;
  }
}
