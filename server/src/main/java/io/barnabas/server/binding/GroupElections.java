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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells the group coordinator which partitions of {@code __consumer_offsets} it leads, and which
 * topics are gone. Told of a change after the partitions have been, and passes roles on only then:
 * whoever is elected looks its partition up at once. On the metadata publisher's thread.
 */
public final class GroupElections implements RoleListener, MetadataPublisher {
  private final GroupCoordinator groups;
  private final Map<Integer, Integer> epochs = new HashMap<>();
  private final List<Runnable> pending = new ArrayList<>();

  /** For one coordinator. */
  public GroupElections(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public void onRole(PartitionId id, PartitionRole role) {
    if (!id.topic().equals(TopicNames.CONSUMER_OFFSETS)) {
      return;
    }
    if (role instanceof PartitionRole.Leader leader) {
      Integer before = epochs.put(id.partition(), leader.leaderEpoch());
      if (before == null || before != leader.leaderEpoch()) {
        pending.add(() -> groups.onElection(id.partition(), leader.leaderEpoch()));
      }
    } else if (epochs.remove(id.partition()) != null) {
      pending.add(() -> groups.onResignation(id.partition()));
    }
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    pending.forEach(Runnable::run);
    pending.clear();
    List<String> deleted = delta.topics().deleted().stream().map(TopicImage::name).toList();
    if (!deleted.isEmpty()) {
      groups.onTopicsDeleted(deleted);
    }
  }
}
