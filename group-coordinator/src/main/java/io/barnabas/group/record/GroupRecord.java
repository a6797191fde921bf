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

  /** An offset was committed in a transaction; it counts once the transaction is committed. */
  record OffsetPending(long producerId, short producerEpoch, OffsetCommitted offset)
      implements GroupRecord {
    @Override
    public String groupId() {
      return offset.groupId();
    }
  }

  /** A transaction ended, and with it all offsets of all groups that were pending in it. */
  record TransactionEnded(
      long producerId, short producerEpoch, int coordinatorEpoch, boolean committed)
      implements GroupRecord {
    @Override
    public String groupId() {
      return "";
    }
  }

  /** A committed offset was deleted or has expired. */
  record OffsetForgotten(String groupId, String topic, int partition) implements GroupRecord {}

  /** A group's generation, members and assignments were fixed. */
  record GroupStored(String groupId, StoredGroup group) implements GroupRecord {}

  /** A group was deleted or has expired. */
  record GroupForgotten(String groupId) implements GroupRecord {}
}
