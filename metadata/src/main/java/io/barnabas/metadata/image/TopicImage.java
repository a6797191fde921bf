package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One topic.
 *
 * @param partitions in order of their numbers, without gaps from 0
 */
public record TopicImage(String name, Uuid id, List<PartitionImage> partitions) {
  public TopicImage {
    partitions = List.copyOf(partitions);
  }

  /** The partition with this number, or null where the topic has none. */
  public @Nullable PartitionImage partition(int number) {
    return number >= 0 && number < partitions.size() ? partitions.get(number) : null;
  }
}
