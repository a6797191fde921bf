package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.PartitionChangeRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A topic while records are replayed into it. */
final class TopicDraft {
  /** Far beyond what a broker can hold; a record with more is damaged. */
  private static final int LARGEST_PARTITION = 1_000_000;

  private final String name;
  private final Uuid id;
  private final List<@Nullable PartitionImage> partitions;

  TopicDraft(String name, Uuid id, List<PartitionImage> partitions) {
    this.name = name;
    this.id = id;
    this.partitions = new ArrayList<>(partitions);
  }

  String name() {
    return name;
  }

  void put(PartitionImage partition) {
    int number = partition.partition();
    if (number < 0 || number > LARGEST_PARTITION) {
      throw new InvalidMetadataRecordException(
          "Topic " + name + " has an impossible partition " + number);
    }
    while (partitions.size() <= number) {
      partitions.add(null);
    }
    partitions.set(number, partition);
  }

  void change(PartitionChangeRecord change) {
    int number = change.partitionId();
    PartitionImage partition =
        number >= 0 && number < partitions.size() ? partitions.get(number) : null;
    if (partition == null) {
      throw new InvalidMetadataRecordException(
          "Partition " + number + " of topic " + name + " is changed but does not exist");
    }
    partitions.set(number, Partitions.changed(partition, change));
  }

  void clearEligibleLeaders() {
    partitions.replaceAll(each -> each == null ? null : each.withoutEligibleLeaders());
  }

  TopicImage image() {
    List<PartitionImage> complete = new ArrayList<>(partitions.size());
    for (PartitionImage partition : partitions) {
      if (partition == null) {
        throw new InvalidMetadataRecordException(
            "Topic " + name + " lacks partition " + complete.size());
      }
      complete.add(partition);
    }
    return new TopicImage(name, id, complete);
  }
}
