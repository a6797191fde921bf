package io.barnabas.group.record;

import io.barnabas.codec.group.GroupMetadataKey;
import io.barnabas.codec.group.OffsetCommitKey;
import io.barnabas.coordinator.VersionedBytes;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The layout of a group partition's view, version {@link #FORMAT_VERSION}. Keys and values are
 * those of the log's records, so that nothing is encoded twice and every version of a value can be
 * read:
 *
 * <pre>
 * family 1 GROUPS   int16 2, int16 length, group id                                      the group's last record
 * family 2 OFFSETS  int16 1, int16 length, group id, int16 length, topic, int32 partition  the last commit's value
 * family 3 PENDING  as family 2                                    {@link PendingOffsets}: what open transactions have
 * family 4 PRODUCERS  int64 producer id, then as family 2          nothing: the key of a pending offset
 * </pre>
 *
 * The keys of one group's offsets, and of one topic's within them, share a prefix. A group that has
 * offsets only is in the second family alone: a commit touches nothing but its own key. Family
 * numbers are never reused.
 */
public final class GroupViewKeys {
  public static final int FORMAT_VERSION = 3;
  public static final int GROUPS = 1;
  public static final int OFFSETS = 2;
  public static final int PENDING = 3;
  public static final int PRODUCERS = 4;

  /** Names of topics are never longer, in characters of one byte each. */
  private static final int TOPIC_NAME_LENGTH_MAX = 249;

  private GroupViewKeys() {}

  /** What an offset's key takes besides its group id and topic: type, two lengths, partition. */
  static int offsetKeyFixedBytes() {
    return 3 * Short.BYTES + Integer.BYTES;
  }

  /** Whether a key can be made of the name: requests can carry longer strings than records. */
  public static boolean isTopicName(String name) {
    return name.length() <= TOPIC_NAME_LENGTH_MAX;
  }

  /** Whether records can carry the string, in which its length takes an int16. */
  public static boolean fitsRecord(String text) {
    return ByteBufUtil.utf8Bytes(text) <= Short.MAX_VALUE;
  }

  public static byte[] group(String groupId) {
    return VersionedBytes.writeKey(GroupMetadataKey.builder().group(groupId).build());
  }

  /** The prefix of all groups' keys. */
  public static byte[] allGroups() {
    return shortBytes(GroupMetadataKey.API_KEY);
  }

  /** The prefix of all offsets of all groups. */
  public static byte[] allOffsets() {
    return shortBytes(OffsetCommitKey.API_KEY);
  }

  /**
   * The prefix of the keys of a group's offsets: an offset's key, less the empty topic and the
   * partition.
   */
  public static byte[] offsetsOf(String groupId) {
    byte[] key = offset(groupId, "", 0);
    return Arrays.copyOf(key, key.length - Short.BYTES - Integer.BYTES);
  }

  /** The first key behind those that start with the prefix. */
  public static byte[] behind(byte[] prefix) {
    byte[] next = prefix.clone();
    int last = next.length - 1;
    while (++next[last] == 0) {
      last--; // never runs out: no record type consists of ones only
    }
    return next;
  }

  public static byte[] offset(String groupId, String topic, int partition) {
    return VersionedBytes.writeKey(
        OffsetCommitKey.builder().group(groupId).topic(topic).partition(partition).build());
  }

  /** The prefix of the pending offsets of a producer's transaction. */
  public static byte[] pendingOf(long producerId) {
    return ByteBuffer.allocate(Long.BYTES).putLong(producerId).array();
  }

  static byte[] pendingOf(long producerId, byte[] offsetKey) {
    return ByteBuffer.allocate(Long.BYTES + offsetKey.length)
        .putLong(producerId)
        .put(offsetKey)
        .array();
  }

  /** The key of an offset in a key of family {@link #PRODUCERS}. */
  public static byte[] offsetOfPending(byte[] key) {
    return Arrays.copyOfRange(key, Long.BYTES, key.length);
  }

  private static byte[] shortBytes(short number) {
    return ByteBuffer.allocate(Short.BYTES).putShort(number).array();
  }
}
