package io.barnabas.server.partition;

import io.barnabas.storage.log.EpochEndOffset;
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

    /**
     * Where an epoch ends in the log (KIP-101). This leader's own epoch has begun where its log
     * ended, whether or not it has records yet.
     */
    public EpochEndOffset endOffsetForEpoch(int epoch) {
      int latest = log.latestEpoch();
      if (epoch == leaderEpoch) {
        return new EpochEndOffset(epoch, log.logEndOffset());
      }
      if (latest >= 0 && epoch > latest && epoch < leaderEpoch) {
        return new EpochEndOffset(latest, log.logEndOffset());
      }
      return log.endOffsetForEpoch(epoch);
    }
  }

  /** This broker copies from the leader, or waits for there to be one. */
  record Follower(int leaderEpoch, PartitionLog log, int leaderId) implements PartitionRole {}

  /** This broker holds the partition and cannot serve it. */
  record Offline(int leaderEpoch, String reason) implements PartitionRole {}

  /** This broker held the partition and does not any more; its topic may have been deleted. */
  record Gone(int leaderEpoch) implements PartitionRole {}
}
