package io.barnabas.server.binding;

import io.barnabas.metadata.image.MetadataDelta;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.MetadataPublisher;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.RoleListener;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.transaction.TransactionCoordinator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells the transaction coordinator which partitions of {@code __transaction_state} it leads, once
 * the partitions have their roles. On the metadata publisher's thread.
 */
public final class TransactionElections implements RoleListener, MetadataPublisher {
  private final TransactionCoordinator transactions;
  private final Map<Integer, PartitionRole> changed = new TreeMap<>();
  private final Map<Integer, Integer> epochs = new HashMap<>();

  /** For one coordinator. */
  public TransactionElections(TransactionCoordinator transactions) {
    this.transactions = transactions;
  }

  @Override
  public void onRole(PartitionId id, PartitionRole role) {
    if (id.topic().equals(TopicNames.TRANSACTION_STATE)) {
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
      transactions.onResignation(id.partition());
    }
    return led;
  }

  /** Leads it again, as far as it is led at all. On the metadata publisher's thread. */
  public void resume(PartitionId id) {
    Integer epoch = epochs.get(id.partition());
    if (isLed(id) && epoch != null) {
      transactions.onElection(id.partition(), epoch);
    }
  }

  private boolean isLed(PartitionId id) {
    return id.topic().equals(TopicNames.TRANSACTION_STATE) && epochs.containsKey(id.partition());
  }

  private void pass(int partition, PartitionRole role) {
    if (role instanceof PartitionRole.Leader leader) {
      Integer before = epochs.put(partition, leader.leaderEpoch());
      if (before == null || before != leader.leaderEpoch()) {
        transactions.onElection(partition, leader.leaderEpoch());
      }
    } else if (epochs.remove(partition) != null) {
      transactions.onResignation(partition);
    }
  }
}
