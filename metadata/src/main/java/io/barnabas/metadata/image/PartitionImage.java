package io.barnabas.metadata.image;

import io.barnabas.codec.Uuid;
import java.util.List;

/**
 * One partition: who holds it, who leads it, and since which epochs.
 *
 * @param partition number of the partition in its topic
 * @param replicas broker ids in order of preference
 * @param isr broker ids of the replicas in sync
 * @param removingReplicas replicas on their way out of a reassignment
 * @param addingReplicas replicas on their way in
 * @param leader broker id of the leader, {@link #NO_LEADER} while there is none
 * @param leaderEpoch raised with every election
 * @param partitionEpoch raised with every change of this partition
 * @param directories for each replica, in the same order, the id of its log directory
 * @param eligibleLeaders replicas out of sync that have all that was committed (KIP-966): one of
 *     them may lead where nobody in sync is left
 * @param lastKnownLeaders who led last where neither is left
 */
public record PartitionImage(
    int partition,
    List<Integer> replicas,
    List<Integer> isr,
    List<Integer> removingReplicas,
    List<Integer> addingReplicas,
    int leader,
    LeaderRecoveryState leaderRecoveryState,
    int leaderEpoch,
    int partitionEpoch,
    List<Uuid> directories,
    List<Integer> eligibleLeaders,
    List<Integer> lastKnownLeaders) {
  public static final int NO_LEADER = -1;

  public PartitionImage {
    replicas = List.copyOf(replicas);
    isr = List.copyOf(isr);
    removingReplicas = List.copyOf(removingReplicas);
    addingReplicas = List.copyOf(addingReplicas);
    directories = List.copyOf(directories);
    eligibleLeaders = List.copyOf(eligibleLeaders);
    lastKnownLeaders = List.copyOf(lastKnownLeaders);
  }

  /** The same with nobody eligible or known to lead beside those in sync. */
  PartitionImage withoutEligibleLeaders() {
    return eligibleLeaders.isEmpty() && lastKnownLeaders.isEmpty()
        ? this
        : new PartitionImage(
            partition,
            replicas,
            isr,
            removingReplicas,
            addingReplicas,
            leader,
            leaderRecoveryState,
            leaderEpoch,
            partitionEpoch,
            directories,
            List.of(),
            List.of());
  }

  /** The same with its replicas in these directories, in their order. */
  public PartitionImage inDirectories(List<Uuid> others) {
    return new PartitionImage(
        partition,
        replicas,
        isr,
        removingReplicas,
        addingReplicas,
        leader,
        leaderRecoveryState,
        leaderEpoch,
        partitionEpoch,
        others,
        eligibleLeaders,
        lastKnownLeaders);
  }

  /** Where the replica of a broker lies; unassigned where it has none. */
  public Uuid directoryOf(int brokerId) {
    int index = replicas.indexOf(brokerId);
    return index < 0 ? DirectoryIds.UNASSIGNED : directories.get(index);
  }

  public boolean hasLeader() {
    return leader != NO_LEADER;
  }
}
