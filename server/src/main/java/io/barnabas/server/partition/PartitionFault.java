package io.barnabas.server.partition;

/** Why a partition could not be read or written. */
public enum PartitionFault {
  /** No topic of that name, or no such partition in it. */
  UNKNOWN_TOPIC_OR_PARTITION,
  /** No topic of that id. */
  UNKNOWN_TOPIC_ID,
  /** The topic of that name has another id. */
  INCONSISTENT_TOPIC_ID,
  /** Another broker leads the partition, or none does. */
  NOT_LEADER,
  /** The leader epoch told is older than the leader's. */
  FENCED_LEADER_EPOCH,
  /** The leader epoch told is newer than the leader's. */
  UNKNOWN_LEADER_EPOCH,
  /** The offset lies before the first or after the last one there is. */
  OFFSET_OUT_OF_RANGE,
  /** Fewer replicas are in sync than {@code min.insync.replicas} demands; nothing was written. */
  TOO_FEW_IN_SYNC,
  /** Fewer replicas are in sync than {@code min.insync.replicas} demands; it was written. */
  TOO_FEW_IN_SYNC_AFTER_APPEND,
  /** The partition may not be written to by clients. */
  NOT_WRITABLE,
  /** The topic's policy does not allow it, such as deleting records of a compacted topic. */
  POLICY_VIOLATION,
  /** The time given was not enough. */
  TIMED_OUT,
  /** The topic compresses with Zstandard, which the client cannot know (KIP-110). */
  UNSUPPORTED_COMPRESSION,
  /** The log directory is offline. */
  STORAGE_FAILED,
  /** The log holds bytes that are not a batch. */
  CORRUPT,
  /** A defect of ours; it was logged. */
  UNEXPECTED
}
