package io.barnabas.server.partition;

/** Why a partition could not be read or written. */
public enum PartitionFault {
  /** No topic of that name, or no such partition in it. */
  UNKNOWN_TOPIC_OR_PARTITION,
  /** No topic of that id. */
  UNKNOWN_TOPIC_ID,
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
  /** The topic compresses with Zstandard, which the client cannot know (KIP-110). */
  UNSUPPORTED_COMPRESSION,
  /** The client may not read the topic. */
  NOT_AUTHORIZED,
  /** The log directory is offline. */
  STORAGE_FAILED
}
