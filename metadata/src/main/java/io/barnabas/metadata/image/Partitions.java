package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.metadata.PartitionChangeRecord;
import io.barnabas.codec.metadata.PartitionRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Partitions to and from their records. */
final class Partitions {
  private static final int LEADER_UNCHANGED = -2;
  private static final int RECOVERY_UNCHANGED = -1;

  private Partitions() {}

  static PartitionImage image(PartitionRecord record) {
    return new PartitionImage(
        record.partitionId(),
        record.replicas(),
        record.isr(),
        record.removingReplicas(),
        record.addingReplicas(),
        record.leader(),
        recoveryState(record.leaderRecoveryState()),
        record.leaderEpoch(),
        record.partitionEpoch(),
        directories(record.directories(), record.replicas()),
        orElse(record.eligibleLeaderReplicas(), List.of()),
        orElse(record.lastKnownElr(), List.of()));
  }

  static PartitionImage changed(PartitionImage old, PartitionChangeRecord change) {
    boolean elected = change.leader() != LEADER_UNCHANGED;
    List<Integer> replicas = orElse(change.replicas(), old.replicas());
    return new PartitionImage(
        old.partition(),
        replicas,
        orElse(change.isr(), old.isr()),
        orElse(change.removingReplicas(), old.removingReplicas()),
        orElse(change.addingReplicas(), old.addingReplicas()),
        elected ? change.leader() : old.leader(),
        change.leaderRecoveryState() == RECOVERY_UNCHANGED
            ? old.leaderRecoveryState()
            : recoveryState(change.leaderRecoveryState()),
        elected ? old.leaderEpoch() + 1 : old.leaderEpoch(),
        old.partitionEpoch() + 1,
        directories(orElse(change.directories(), old.directories()), replicas),
        orElse(change.eligibleLeaderReplicas(), old.eligibleLeaders()),
        orElse(change.lastKnownElr(), old.lastKnownLeaders()));
  }

  static PartitionRecord record(Uuid topicId, PartitionImage partition) {
    PartitionRecord.Builder record = PartitionRecord.builder();
    if (!partition.eligibleLeaders().isEmpty()) {
      record.eligibleLeaderReplicas(partition.eligibleLeaders());
    }
    if (!partition.lastKnownLeaders().isEmpty()) {
      record.lastKnownElr(partition.lastKnownLeaders());
    }
    return record
        .partitionId(partition.partition())
        .topicId(topicId)
        .replicas(partition.replicas())
        .isr(partition.isr())
        .removingReplicas(partition.removingReplicas())
        .addingReplicas(partition.addingReplicas())
        .leader(partition.leader())
        .leaderRecoveryState(partition.leaderRecoveryState().id())
        .leaderEpoch(partition.leaderEpoch())
        .partitionEpoch(partition.partitionEpoch())
        .directories(partition.directories())
        .build();
  }

  /** Records from before directories were kept, and changed replica sets, leave places open. */
  private static List<Uuid> directories(List<Uuid> directories, List<Integer> replicas) {
    if (directories.size() == replicas.size()) {
      return directories;
    }
    if (directories.isEmpty()) {
      return replicas.stream().map(replica -> DirectoryIds.UNASSIGNED).toList();
    }
    throw new InvalidMetadataRecordException(
        "A partition has "
            + replicas.size()
            + " replicas in "
            + directories.size()
            + " directories");
  }

  private static <T> List<T> orElse(@Nullable List<T> changed, List<T> old) {
    return changed == null ? old : changed;
  }

  private static LeaderRecoveryState recoveryState(byte id) {
    try {
      return LeaderRecoveryState.ofId(id);
    } catch (IllegalArgumentException unknown) {
      throw new InvalidMetadataRecordException("A partition has unknown recovery state " + id);
    }
  }
}
