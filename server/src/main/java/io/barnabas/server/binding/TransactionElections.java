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
