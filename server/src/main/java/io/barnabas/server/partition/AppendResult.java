package io.barnabas.server.partition;

import io.barnabas.storage.log.AppendOutcome;

/** What became of an append to a partition. */
public sealed interface AppendResult {
  /** It did not reach the log, or this broker stopped leading before it was committed. */
  record Unserved(PartitionFault fault) implements AppendResult {}

  /**
   * It is in the log of every in-sync replica, of which there have become fewer than {@code
   * min.insync.replicas} demands.
   */
  record UnderReplicated(AppendOutcome outcome) implements AppendResult {}

  /** The log took it, knew it already, or refused it. */
  record Decided(AppendOutcome outcome) implements AppendResult {}
}
