package io.barnabas.group.record;

import io.barnabas.codec.MessageReader;
import io.barnabas.codec.group.OffsetCommitValue;
import io.barnabas.coordinator.VersionedBytes;
import io.netty.buffer.ByteBufUtil;

/** Committed offsets as record values. */
final class OffsetValues {
  /**
   * The only version that carries an expiry of its own; Apache Kafka writes it for those commits
   * and no others.
   */
  private static final short VERSION_WITH_EXPIRY = 1;

  private static final short VERSION = 4;

  /**
   * Version, offset, leader epoch, metadata length, two timestamps at most, and the topic id as a
   * tagged field with its count, tag and size.
   */
  private static final int FIXED_BYTES_MAX = 2 + 8 + 4 + 5 + 8 + 8 + 3 + 16;

  private OffsetValues() {}

  static byte[] write(CommittedOffset committed) {
    OffsetCommitValue value =
        OffsetCommitValue.builder()
            .offset(committed.offset())
            .leaderEpoch(committed.leaderEpoch())
            .metadata(committed.metadata())
            .commitTimestamp(committed.commitTimestamp())
            .expireTimestamp(committed.expireTimestamp())
            .topicId(committed.topicId())
            .build();
    boolean expires = committed.expireTimestamp() != CommittedOffset.NO_EXPIRY;
    return VersionedBytes.write(value, expires ? VERSION_WITH_EXPIRY : VERSION);
  }

  /** An upper bound of what {@link #write} makes. */
  static int sizeInBytesMax(CommittedOffset committed) {
    return FIXED_BYTES_MAX + ByteBufUtil.utf8Bytes(committed.metadata());
  }

  static CommittedOffset read(MessageReader reader) {
    OffsetCommitValue value = OffsetCommitValue.read(reader, reader.readInt16());
    return new CommittedOffset(
        value.offset(),
        value.leaderEpoch(),
        value.metadata(),
        value.commitTimestamp(),
        value.expireTimestamp(),
        value.topicId());
  }
}
