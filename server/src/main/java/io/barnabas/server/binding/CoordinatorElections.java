package io.barnabas.server.binding;

import io.barnabas.coordinator.PartitionOwner;
import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.RoleListener;
import io.barnabas.storage.log.PartitionId;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells a coordinator which partitions of its internal topic it leads. Told of a change after the
 * partitions have been, and passes roles on only then: whoever is elected looks its partition up at
 * once. On the metadata publisher's thread.
 */
public final class CoordinatorElections implements RoleListener, MetadataPublisher {
  private final String topic;
  private final PartitionOwner coordinator;
  private final Map<Integer, PartitionRole> changed = new TreeMap<>();
  private final Map<Integer, Integer> epochs = new HashMap<>();

  /**
   * @param topic the coordinator's internal topic
   */
  public CoordinatorElections(String topic, PartitionOwner coordinator) {
    this.topic = topic;
    this.coordinator = coordinator;
  }

  @Override
  public void onRole(PartitionId id, PartitionRole role) {
    if (id.topic().equals(topic)) {
      changed.put(id.partition(), role);
    }
  }

  @Override
  public void onMetadata(MetadataDelta delta, MetadataImage image) {
    changed.forEach(this::pass);
    changed.clear();
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
      coordinator.onResignation(id.partition());
    }
    return led;
  }

  /** Leads it again, as far as it is led at all. On the metadata publisher's thread. */
  public void resume(PartitionId id) {
    Integer epoch = epochs.get(id.partition());
    if (isLed(id) && epoch != null) {
      coordinator.onElection(id.partition(), epoch);
    }
  }

  private boolean isLed(PartitionId id) {
    return id.topic().equals(topic) && epochs.containsKey(id.partition());
  }

  private void pass(int partition, PartitionRole role) {
    if (role instanceof PartitionRole.Leader leader) {
      Integer before = epochs.put(partition, leader.leaderEpoch());
      if (before == null || before != leader.leaderEpoch()) {
        coordinator.onElection(partition, leader.leaderEpoch());
      }
    } else if (epochs.remove(partition) != null) {
      coordinator.onResignation(partition);
    }
  }
}
