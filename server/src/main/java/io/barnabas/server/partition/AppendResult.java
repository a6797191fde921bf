package io.barnabas.server.partition;

import io.barnabas.storage.log.AppendOutcome;

/** What became of an append to a partition. */
public sealed interface AppendResult {
  /** It did not reach the log, or not enough replicas. */
  record Unserved(PartitionFault fault) implements AppendResult {}

  /** The log took it, knew it already, or refused it. */
  record Decided(AppendOutcome outcome) implements AppendResult {}
}
