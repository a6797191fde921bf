package io.barnabas.server.binding;

import io.barnabas.group.GroupCoordinator;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.RoleListener;
import io.barnabas.storage.log.PartitionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells the group coordinator which partitions of {@code __consumer_offsets} it leads, and which
 * topics are gone. Told of a change after the partitions have been, and passes roles on only then:
 * whoever is elected looks its partition up at once. On the metadata publisher's thread.
 */
public final class GroupElections implements RoleListener, MetadataPublisher {
  private final GroupCoordinator groups;
  private final Map<Integer, PartitionRole> changed = new TreeMap<>();
  private final Map<Integer, Integer> epochs = new HashMap<>();

  /** For one coordinator. */
  public GroupElections(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public void onRole(PartitionId id, PartitionRole role) {
    if (id.topic().equals(TopicNames.CONSUMER_OFFSETS)) {
      changed.put(id.partition(), role);
    }
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    changed.forEach(this::pass);
    changed.clear();
    List<String> deleted = delta.topics().deleted().stream().map(TopicImage::name).toList();
    if (!deleted.isEmpty()) {
      groups.onTopicsDeleted(deleted);
    }
  }

  /**
   * Gives a partition up for a moment, since its log is about to lie elsewhere, and the view beside
   * it to be gone. On the metadata publisher's thread.
   *
   * @return whether it was led
   */
  public boolean suspend(PartitionId id) {
    boolean led = isLed(id);
    if (led) {
      groups.onResignation(id.partition());
    }
    return led;
  }

  /** Leads it again, as far as it is led at all. On the metadata publisher's thread. */
  public void resume(PartitionId id) {
    Integer epoch = epochs.get(id.partition());
    if (isLed(id) && epoch != null) {
      groups.onElection(id.partition(), epoch);
    }
  }

  private boolean isLed(PartitionId id) {
    return id.topic().equals(TopicNames.CONSUMER_OFFSETS) && epochs.containsKey(id.partition());
  }

  private void pass(int partition, PartitionRole role) {
    if (role instanceof PartitionRole.Leader leader) {
      Integer before = epochs.put(partition, leader.leaderEpoch());
      if (before == null || before != leader.leaderEpoch()) {
        groups.onElection(partition, leader.leaderEpoch());
      }
    } else if (epochs.remove(partition) != null) {
      groups.onResignation(partition);
    }
  }
}
