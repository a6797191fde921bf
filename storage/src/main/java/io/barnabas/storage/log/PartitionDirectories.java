package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The names of partition directories. */
final class PartitionDirectories {
  private static final String DELETE = "-delete";
  private static final String STRAY = "-stray";
  private static final String FUTURE = "-future";
  private static final int TAG_DIGITS = 32;
  private static final String METADATA = "__cluster_metadata";

  /** Where the log of the metadata is. */
  static final String METADATA_LOG = METADATA + "-0";

  private static final int NAME_MAX = 255;

  private PartitionDirectories() {}

  /**
   * The name of a partition's directory.
   *
   * @throws IllegalArgumentException where it would lie elsewhere than in its log directory; no
   *     topic can be created under such a name
   */
  static String name(PartitionId id) {
    if (id.topic().indexOf('/') >= 0 || id.topic().indexOf('\\') >= 0) {
      throw new IllegalArgumentException("a topic cannot have a path for a name: " + id.topic());
    }
    return id.topic() + "-" + id.partition();
  }

  /** Whether credentials and keys are written there: to the log of the metadata. */
  static boolean holdsSecrets(PartitionId id) {
    return isMetadata(id);
  }

  /** Whether it is the log of the metadata, which says what all others are. */
  static boolean isMetadata(PartitionId id) {
    return id.topic().equals(METADATA);
  }

  /** The topic and partition in a directory name; null for other directories. */
  static @Nullable PartitionId parse(Path directory, Uuid topicId) {
    String name = String.valueOf(directory.getFileName());
    int dash = name.lastIndexOf('-');
    if (dash <= 0 || dash == name.length() - 1 || name.length() - dash > 11) {
      return null;
    }
    for (int at = dash + 1; at < name.length(); at++) {
      if (name.charAt(at) < '0' || name.charAt(at) > '9') {
        return null;
      }
    }
    long partition = Long.parseLong(name.substring(dash + 1));
    return partition > Integer.MAX_VALUE
        ? null
        : new PartitionId(topicId, name.substring(0, dash), (int) partition);
  }

  static boolean isDeleted(Path directory) {
    return String.valueOf(directory.getFileName()).endsWith(DELETE);
  }

  /**
   * {@code <topic>-<partition>.<unique>-delete}, the topic cut where the name would get too long.
   */
  static String deletedName(PartitionId id, Uuid unique) {
    return taggedName(id, unique, DELETE);
  }

  /**
   * {@code <topic>-<partition>.<unique>-stray}, the topic cut where the name would get too long.
   */
  static String strayName(PartitionId id, Uuid unique) {
    return taggedName(id, unique, STRAY);
  }

  /**
   * {@code <topic>-<partition>.<unique>-future}: a log on its way to this directory (KIP-113). Null
   * where the name would get too long, since nothing of it can be left out.
   */
  static @Nullable String futureName(PartitionId id, Uuid unique) {
    return isTooLongToMove(id) ? null : name(id) + "." + tag(unique) + FUTURE;
  }

  /** Whether {@link #futureName} has none; also for topics that cannot be. */
  static boolean isTooLongToMove(PartitionId id) {
    return id.toString().length() + 1 + TAG_DIGITS + FUTURE.length() > NAME_MAX;
  }

  /** The topic and partition of a log on its way here; null for other directories. */
  static @Nullable PartitionId parseFuture(Path directory, Uuid topicId) {
    String name = String.valueOf(directory.getFileName());
    int dot = name.lastIndexOf('.');
    return name.endsWith(FUTURE) && name.length() - FUTURE.length() - dot - 1 == TAG_DIGITS
        ? parse(directory.resolveSibling(name.substring(0, dot)), topicId)
        : null;
  }

  private static String tag(Uuid unique) {
    // 32 hexadecimal digits as Kafka writes them: no character that a file system minds.
    return String.format("%016x%016x", unique.msb(), unique.lsb());
  }

  private static String taggedName(PartitionId id, Uuid unique, String ending) {
    String suffix = "-" + id.partition() + "." + tag(unique) + ending;
    int room = NAME_MAX - suffix.length();
    String topic = id.topic();
    return (topic.length() > room ? topic.substring(0, room) : topic) + suffix;
  }
}
