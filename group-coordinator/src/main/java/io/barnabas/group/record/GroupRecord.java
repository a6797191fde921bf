package io.barnabas.group.record;

/**
 * Something that happened to a group and is kept: past tense, one record of {@code
 * __consumer_offsets} each.
 */
public sealed interface GroupRecord {

  String groupId();

  /** An offset was committed. */
  record OffsetCommitted(String groupId, String topic, int partition, CommittedOffset committed)
      implements GroupRecord {}

  /** A committed offset was deleted or has expired. */
  record OffsetForgotten(String groupId, String topic, int partition) implements GroupRecord {}

  /** A group's generation, members and assignments were fixed. */
  record GroupStored(String groupId, StoredGroup group) implements GroupRecord {}

  /** A group was deleted or has expired. */
  record GroupForgotten(String groupId) implements GroupRecord {}
}
