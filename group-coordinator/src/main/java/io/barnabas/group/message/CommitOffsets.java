package io.barnabas.group.message;

import io.barnabas.codec.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Offsets to keep for a group.
 *
 * @param generationId negative for a consumer outside group management
 * @param memberId empty for a consumer outside group management
 * @param retentionTimeMs how long to keep them (OffsetCommit versions 2-4), -1 for the broker's
 *     rule
 */
public record CommitOffsets(
    String groupId,
    int generationId,
    String memberId,
    @Nullable String groupInstanceId,
    long retentionTimeMs,
    List<Topic> topics) {

  /** {@link #retentionTimeMs} when the broker's rule decides. */
  public static final long DEFAULT_RETENTION = -1;

  /** A commit of more takes long enough to keep others waiting. */
  private static final int SMALL_PARTITIONS = 256;

  public CommitOffsets {
    topics = List.copyOf(topics);
  }

  /** Whether it is decided in next to no time. */
  public boolean isSmall() {
    int partitions = 0;
    for (Topic topic : topics) {
      partitions += topic.partitions().size();
      if (partitions > SMALL_PARTITIONS) {
        return false;
      }
    }
    return true;
  }

  /**
   * The topic id is {@link Uuid#ZERO} where the caller does not know it; it is stored with the
   * offset.
   */
  public record Topic(Uuid topicId, String name, List<Partition> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * One offset.
   *
   * @param leaderEpoch the epoch of the last consumed record, -1 if not known
   * @param metadata what the client wants to remember; null is stored as the empty string
   */
  public record Partition(int index, long offset, int leaderEpoch, @Nullable String metadata) {}
}
