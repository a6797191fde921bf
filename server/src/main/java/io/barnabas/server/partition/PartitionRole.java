package io.barnabas.server.partition;

import io.barnabas.storage.log.PartitionLog;
import java.util.List;

/**
 * What this broker is to a partition. Set by changes of the metadata image only; each change is a
 * new object, so that a reference to a role tells whether it is still the same.
 */
public sealed interface PartitionRole {
  /** The epoch of the partition's leader. */
  int leaderEpoch();

  /** This broker takes the writes. */
  record Leader(int leaderEpoch, PartitionLog log, List<Integer> isr) implements PartitionRole {
    public Leader {
      isr = List.copyOf(isr);
    }
  }

  /** This broker copies from the leader, or waits for there to be one. */
  record Follower(int leaderEpoch, PartitionLog log, int leaderId) implements PartitionRole {}

  /** This broker holds the partition and cannot serve it. */
  record Offline(int leaderEpoch, String reason) implements PartitionRole {}

  /** This broker held the partition and does not any more; its topic may have been deleted. */
  record Gone(int leaderEpoch) implements PartitionRole {}
}
