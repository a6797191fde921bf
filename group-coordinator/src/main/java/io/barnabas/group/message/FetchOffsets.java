package io.barnabas.group.message;

import io.barnabas.codec.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for committed offsets of one group.
 *
 * @param memberId null or empty outside group management
 * @param memberEpoch -1 where the request has none; checked by consumer groups only
 * @param topics null for everything the group has committed
 * @param stableRequired true to hide offsets that a pending transaction may still change (KIP-447)
 */
public record FetchOffsets(
    String groupId,
    @Nullable String memberId,
    int memberEpoch,
    @Nullable List<Topic> topics,
    boolean stableRequired) {

  public FetchOffsets {
    topics = topics == null ? null : List.copyOf(topics);
  }

  /** The topic id is carried through to the reply and otherwise not used. */
  public record Topic(Uuid topicId, String name, List<Integer> partitions) {
    public Topic {
      partitions = List.copyOf(partitions);
    }
  }
}
