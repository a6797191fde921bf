package io.barnabas.server.partition;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.config.TopicConfigs;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.metadata.image.DirectoryIds;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.storage.log.LogStore;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions this broker holds. Any thread may look them up; changes are applied on the
 * metadata publisher's thread only, each before anybody is told that it is done, so that a topic
 * can be written to as soon as its creation is answered.
 */
public final class Partitions implements MetadataPublisher {
  /** Topics named so get their configs from the broker itself. */
  private static final String INTERNAL_PREFIX = "__";

  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  private final int brokerId;
  private final LogStore store;
  private final TopicConfigs configs;
  private final Supplier<MetadataImage> images;
  private final Traffic traffic = new Traffic();
  private final Map<Uuid, HostedTopic> byId = new ConcurrentHashMap<>();
  private final Map<String, HostedTopic> byName = new ConcurrentHashMap<>();
  private final List<RoleListener> listeners = new CopyOnWriteArrayList<>();

  /** Whether what there was at the start has been taken over; the metadata publisher's. */
  private boolean tookOver;

  /**
   * No partitions yet; the first image brings them.
   *
   * @param brokerId this broker's node id
   * @param store where logs are
   * @param configs what applies to a topic
   * @param images the newest published image
   */
  public Partitions(
      int brokerId, LogStore store, TopicConfigs configs, Supplier<MetadataImage> images) {
    this.brokerId = brokerId;
    this.store = store;
    this.configs = configs;
    this.images = images;
  }

  /** Adds a listener; before the first image is applied. */
  public void addListener(RoleListener listener) {
    listeners.add(listener);
  }

  /** The partition, or null when this broker does not hold it. */
  public @Nullable Partition find(Uuid topicId, int index) {
    HostedTopic topic = byId.get(topicId);
    return topic == null ? null : topic.partition(index);
  }

  /** The partition, or null when this broker does not hold it. */
  public @Nullable Partition find(String topicName, int index) {
    HostedTopic topic = byName.get(topicName);
    return topic == null ? null : topic.partition(index);
  }

  /** What goes in and out. */
  public Traffic traffic() {
    return traffic;
  }

  /** Why {@link #find(Uuid, int)} finds nothing. */
  public PartitionFault whyMissing(Uuid topicId, int index) {
    TopicImage topic = images.get().topics().topic(topicId);
    return topic == null ? PartitionFault.UNKNOWN_TOPIC_ID : whyMissing(topic, index);
  }

  /** Why {@link #find(String, int)} finds nothing. */
  public PartitionFault whyMissing(String topicName, int index) {
    TopicImage topic = images.get().topics().topic(topicName);
    return topic == null ? PartitionFault.UNKNOWN_TOPIC_OR_PARTITION : whyMissing(topic, index);
  }

  private static PartitionFault whyMissing(TopicImage topic, int index) {
    return topic.partition(index) == null
        ? PartitionFault.UNKNOWN_TOPIC_OR_PARTITION
        : PartitionFault.NOT_LEADER;
  }

  /** Takes over what changed: topics that are gone first, since one may be there again by name. */
  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    delta.topics().deleted().forEach(topic -> remove(topic.id()));
    delta.topics().changed().forEach(topic -> apply(topic, image));
    tookOver = true;
    Collection<ConfigResource> reconfigured = delta.configs().changed();
    if (reconfigured.stream().anyMatch(each -> each.type() == ConfigResource.Type.BROKER)) {
      image.topics().forEach(topic -> applyConfigs(topic, image));
      return;
    }
    for (ConfigResource resource : reconfigured) {
      TopicImage topic = image.topics().topic(resource.name());
      if (topic != null && resource.type() == ConfigResource.Type.TOPIC) {
        applyConfigs(topic, image);
        if (!topic.name().startsWith(INTERNAL_PREFIX)) {
          NotObeyed.warn(topic.name(), image.configs().configs(resource));
        }
      }
    }
  }

  /**
   * Sets aside the logs that belong to no topic: left by a crash between the deletion of a topic
   * and that of its files, they would stand in the way of a new topic of that name. Once, when the
   * metadata has been taken over.
   *
   * @param kept the topic whose log is not the business of topics: the metadata's own
   */
  public void setStraysAside(Uuid kept) {
    for (PartitionLog log : store.logs()) {
      PartitionId id = log.id();
      if (!id.topicId().equals(kept) && find(id.topicId(), id.partition()) == null) {
        LOG.warn("No topic claims {} (topic id {}); its files are set aside", id, id.topicId());
        store.setAside(id.topicId(), id.partition()).toCompletableFuture().join();
      }
    }
  }

  /** Takes over what changed of a topic; it may be new. */
  void apply(TopicImage topic, MetadataImage image) {
    TopicSettings settings = settings(topic, image);
    HostedTopic before = byId.get(topic.id());
    HostedTopic hosted = before == null ? new HostedTopic(topic.id(), topic.name()) : before;
    List<Partition> added = new ArrayList<>();
    for (PartitionImage partition : topic.partitions()) {
      int index = partition.partition();
      boolean held = hosted.partition(index) != null;
      boolean assigned = partition.replicas().contains(brokerId);
      if (assigned && !held) {
        added.add(held(topic, partition, settings));
      } else if (!assigned && held) {
        hosted = hosted.without(index);
      }
    }
    hosted = hosted.with(added);
    // Found before they have their roles: whoever is told of a role looks the partition up.
    byId.put(topic.id(), hosted);
    byName.put(topic.name(), hosted);
    applyRoles(topic, hosted);
    dropMissing(before, hosted);
  }

  private void applyRoles(TopicImage topic, HostedTopic hosted) {
    for (Partition partition : hosted.partitions()) {
      PartitionImage described = topic.partition(partition.id().partition());
      if (described != null) {
        applyRole(partition, described);
      }
    }
  }

  private void dropMissing(@Nullable HostedTopic before, HostedTopic after) {
    if (before == null) {
      return;
    }
    for (Partition partition : before.partitions()) {
      if (after.partition(partition.id().partition()) == null) {
        drop(partition);
      }
    }
  }

  /** Takes over changed configs of a topic. */
  void applyConfigs(TopicImage topic, MetadataImage image) {
    HostedTopic hosted = byId.get(topic.id());
    if (hosted == null) {
      return;
    }
    TopicSettings settings = settings(topic, image);
    for (Partition partition : hosted.partitions()) {
      PartitionImage described = topic.partition(partition.id().partition());
      if (described != null) {
        partition.configure(settings.of(described.replicas().size()));
      }
    }
  }

  /** Drops a deleted topic with its logs. */
  void remove(Uuid topicId) {
    HostedTopic hosted = byId.remove(topicId);
    if (hosted == null) {
      return;
    }
    byName.remove(hosted.name(), hosted);
    hosted.partitions().forEach(this::drop);
    traffic.forget(hosted.name());
  }

  /** Every partition held, at about this moment. */
  public List<Partition> all() {
    return byId.values().stream().flatMap(topic -> topic.partitions().stream()).toList();
  }

  private Partition held(TopicImage topic, PartitionImage partition, TopicSettings settings) {
    PartitionId id = new PartitionId(topic.id(), topic.name(), partition.partition());
    return new Partition(id, brokerId, settings.of(partition.replicas().size()), traffic);
  }

  private void applyRole(Partition partition, PartitionImage described) {
    PartitionRole before = partition.role();
    if (isAs(before, described)) {
      return;
    }
    PartitionRole next = role(partition, described);
    partition.become(next);
    listeners.forEach(listener -> listener.onRole(partition.id(), next));
  }

  private boolean isAs(PartitionRole role, PartitionImage described) {
    if (role.leaderEpoch() != described.leaderEpoch()) {
      return false;
    }
    if (role instanceof PartitionRole.Leader leader) {
      return leader.isr().equals(described.isr());
    }
    return role instanceof PartitionRole.Follower;
  }

  private PartitionRole role(Partition partition, PartitionImage described) {
    PartitionId id = partition.id();
    int epoch = described.leaderEpoch();
    PartitionLog log;
    try {
      boolean isNew = tookOver && partition.role().leaderEpoch() == Partition.NO_EPOCH;
      log = store.create(id, partition.settings().log(), directoryIn(described), isNew);
    } catch (LogStoreException e) {
      LOG.error("partition {} is offline: {}", id, e.getMessage());
      return new PartitionRole.Offline(epoch, String.valueOf(e.getMessage()));
    }
    if (!log.logDirectoryIsOnline()) {
      return new PartitionRole.Offline(epoch, "its log directory is offline");
    }
    return described.leader() == brokerId
        ? new PartitionRole.Leader(epoch, log, described.isr())
        : new PartitionRole.Follower(epoch, log, described.leader());
  }

  /** Where the log is known to lie; null where the store may choose. */
  private @Nullable Uuid directoryIn(PartitionImage described) {
    Uuid directory = described.directoryOf(brokerId);
    return directory.equals(DirectoryIds.UNASSIGNED) || directory.equals(DirectoryIds.MIGRATING)
        ? null
        : directory;
  }

  private void drop(Partition partition) {
    PartitionRole gone = new PartitionRole.Gone(partition.role().leaderEpoch());
    partition.become(gone);
    listeners.forEach(listener -> listener.onRole(partition.id(), gone));
    store.delete(partition.id().topicId(), partition.id().partition());
  }

  private TopicSettings settings(TopicImage topic, MetadataImage image) {
    return new TopicSettings(configs.resolve(topic.name(), image.configs()));
  }
}
