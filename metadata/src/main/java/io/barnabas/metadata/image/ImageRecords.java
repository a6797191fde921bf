package io.barnabas.metadata.image;

import io.barnabas.codec.Message;
import io.barnabas.codec.metadata.ConfigRecord;
import io.barnabas.codec.metadata.FeatureLevelRecord;
import io.barnabas.codec.metadata.ProducerIdsRecord;
import io.barnabas.codec.metadata.TopicRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.MetadataVersion;
import java.util.Comparator;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Writes an image as the records that lead to it from nothing: the content of a snapshot. The
 * feature levels come first, so that a reader that cannot go on knows before anything else.
 */
public final class ImageRecords {
  private final MetadataImage image;
  private final MetadataVersion version;
  private final Consumer<MetadataRecord> sink;

  private ImageRecords(MetadataImage image, Consumer<MetadataRecord> sink) {
    this.image = image;
    this.version = image.features().metadataVersion();
    this.sink = sink;
  }

  /**
   * Hands the records of an image to the sink, in an order in which they can be replayed. Equal
   * images give equal records.
   *
   * @throws IllegalStateException if the image has no {@code metadata.version}
   */
  public static void write(MetadataImage image, Consumer<MetadataRecord> sink) {
    ImageRecords records = new ImageRecords(image, sink);
    records.writeFeatures();
    records.writeCluster();
    records.writeTopics();
    records.writeConfigs();
    records.writeProducerIds();
    image.clientQuotas().writeTo(records::write);
    image.acls().writeTo(records::write);
    image.scram().writeTo(records::write);
    image.delegationTokens().writeTo(records::write);
  }

  private void writeFeatures() {
    write(feature(MetadataVersion.FEATURE, version.level()));
    new TreeMap<>(image.features().finalizedLevels())
        .forEach(
            (name, level) -> {
              if (!name.equals(MetadataVersion.FEATURE)) {
                write(feature(name, level));
              }
            });
  }

  private void writeCluster() {
    image.cluster().brokers().values().forEach(broker -> write(Registrations.record(broker)));
    image
        .cluster()
        .controllers()
        .values()
        .forEach(controller -> write(Registrations.record(controller)));
  }

  private void writeTopics() {
    TreeMap<String, TopicImage> byName = new TreeMap<>();
    image.topics().forEach(topic -> byName.put(topic.name(), topic));
    for (TopicImage topic : byName.values()) {
      write(TopicRecord.builder().name(topic.name()).topicId(topic.id()).build());
      topic.partitions().forEach(partition -> write(Partitions.record(topic.id(), partition)));
    }
  }

  private void writeConfigs() {
    TreeMap<ConfigResource, TreeMap<String, String>> byResource =
        new TreeMap<>(
            Comparator.comparing(ConfigResource::type).thenComparing(ConfigResource::name));
    image
        .configs()
        .forEach((resource, configs) -> byResource.put(resource, new TreeMap<>(configs)));
    byResource.forEach(
        (resource, configs) ->
            configs.forEach((name, value) -> write(config(resource, name, value))));
  }

  private void writeProducerIds() {
    long next = image.producerIds().nextProducerId();
    if (next > 0) {
      write(ProducerIdsRecord.builder().brokerId(-1).brokerEpoch(-1).nextProducerId(next).build());
    }
  }

  private void write(Message message) {
    sink.accept(version.record(message));
  }

  private static Message feature(String name, short level) {
    return FeatureLevelRecord.builder().name(name).featureLevel(level).build();
  }

  private static Message config(ConfigResource resource, String name, String value) {
    return ConfigRecord.builder()
        .resourceType(resource.type().id())
        .resourceName(resource.name())
        .name(name)
        .value(value)
        .build();
  }
}
