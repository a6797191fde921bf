package io.barnabas.coordinator;

/** A coordinator, as far as it is told what it leads. Any thread may call; nothing blocks. */
public interface PartitionOwner {

  /** This broker leads a partition of the coordinator's topic from now on; loads it behind. */
  void onElection(int partition, int leaderEpoch);

  /** This broker no longer leads the partition; waiting requests are told to look elsewhere. */
  void onResignation(int partition);
}
