package io.barnabas.server.snapshot;

import io.barnabas.codec.Message;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.codec.metadata.PartitionRecord;
import io.barnabas.codec.metadata.RegisterBrokerRecord;
import io.barnabas.codec.metadata.RegisterControllerRecord;
import io.barnabas.codec.metadata.TopicRecord;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.ImageRecords;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.TopicImage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metadata of a snapshot, as a new cluster could have been formatted with: everything but other
 * topics, with all replicas in one directory, and nobody registered.
 */
final class SnapshotRecords {
  private final Map<Uuid, Integer> partitions = new HashMap<>();
  private final Set<String> topics;
  private final Uuid directoryId;

  private SnapshotRecords(Map<TopicImage, Integer> chosen, Uuid directoryId) {
    chosen.forEach((topic, count) -> partitions.put(topic.id(), count));
    this.topics = Set.copyOf(chosen.keySet().stream().map(TopicImage::name).toList());
    this.directoryId = directoryId;
  }

  /**
   * The records.
   *
   * @param chosen topics that the snapshot has, and how many of their partitions
   * @param directoryId the log directory that the snapshot becomes
   */
  static List<Message> of(MetadataImage image, Map<TopicImage, Integer> chosen, Uuid directoryId) {
    SnapshotRecords rules = new SnapshotRecords(chosen, directoryId);
    List<Message> records = new ArrayList<>();
    ImageRecords.write(
        image,
        record -> {
          if (rules.belongs(record.message())) {
            records.add(rules.moved(record.message()));
          }
        });
    return records;
  }

  /** Of these, those that tell of the topics and their settings, and of nothing else. */
  static List<Message> ofTopics(
      MetadataImage image, Map<TopicImage, Integer> chosen, Uuid directoryId) {
    return of(image, chosen, directoryId).stream()
        .filter(
            record ->
                record instanceof TopicRecord
                    || record instanceof PartitionRecord
                    || record instanceof ConfigRecord config
                        && config.resourceType() == ConfigResource.Type.TOPIC.id())
        .toList();
  }

  private boolean belongs(Message record) {
    if (record instanceof TopicRecord topic) {
      return partitions.containsKey(topic.topicId());
    }
    if (record instanceof PartitionRecord partition) {
      return partition.partitionId() < partitions.getOrDefault(partition.topicId(), 0);
    }
    if (record instanceof ConfigRecord config) {
      return config.resourceType() != ConfigResource.Type.TOPIC.id()
          || topics.contains(config.resourceName());
    }
    return !(record instanceof RegisterBrokerRecord)
        && !(record instanceof RegisterControllerRecord);
  }

  private Message moved(Message record) {
    return record instanceof PartitionRecord partition
        ? partition.toBuilder()
            .directories(Collections.nCopies(partition.replicas().size(), directoryId))
            .build()
        : record;
  }
}
