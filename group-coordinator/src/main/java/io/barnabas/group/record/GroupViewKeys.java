package io.barnabas.group.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The layout of a group partition's view, version {@link #FORMAT_VERSION}. Keys and values are
 * those of the log's records, so that nothing is encoded twice and every version of a value can be
 * read:
 *
 * <pre>
 * family 1 GROUPS   int16 2, int16 length, group id                                      the group's last record, or
 *                                                                                       nothing for a group that has
 *                                                                                       offsets only
 * family 2 OFFSETS  int16 1, int16 length, group id, int16 length, topic, int32 partition  the last commit's value
 * </pre>
 *
 * The keys of one group's offsets, and of one topic's within them, share a prefix. Family numbers
 * are never reused.
 */
public final class GroupViewKeys {
  public static final int FORMAT_VERSION = 1;
  public static final int GROUPS = 1;
  public static final int OFFSETS = 2;

  static final short OFFSET_KEY_VERSION = 1;
  static final short GROUP_KEY_VERSION = 2;

  private GroupViewKeys() {}

  public static byte[] group(String groupId) {
    return withStrings(GROUP_KEY_VERSION, 0, groupId).array();
  }

  /** The prefix of all groups' keys. */
  public static byte[] allGroups() {
    return withStrings(GROUP_KEY_VERSION, 0).array();
  }

  /** The prefix of all offsets of all groups. */
  public static byte[] allOffsets() {
    return withStrings(OFFSET_KEY_VERSION, 0).array();
  }

  /** The prefix of the keys of a group's offsets. */
  public static byte[] offsetsOf(String groupId) {
    return withStrings(OFFSET_KEY_VERSION, 0, groupId).array();
  }

  public static byte[] offset(String groupId, String topic, int partition) {
    return withStrings(OFFSET_KEY_VERSION, Integer.BYTES, groupId, topic).putInt(partition).array();
  }

  private static ByteBuffer withStrings(short version, int more, String... strings) {
    byte[][] encoded = new byte[strings.length][];
    int size = Short.BYTES + more;
    for (int index = 0; index < strings.length; index++) {
      encoded[index] = strings[index].getBytes(StandardCharsets.UTF_8);
      size += Short.BYTES + encoded[index].length;
    }
    ByteBuffer key = ByteBuffer.allocate(size).putShort(version);
    for (byte[] string : encoded) {
      key.putShort((short) string.length).put(string);
    }
    return key;
  }
}
