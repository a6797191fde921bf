package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import java.util.List;

/**
 * A broker tells in which of its log directories replicas lie (KIP-858), so that the controller
 * knows whom the failure of a directory concerns.
 */
public record AssignDirectories(int brokerId, long brokerEpoch, List<Assignment> assignments)
    implements ControllerCommand<BrokerReply> {
  public AssignDirectories {
    assignments = List.copyOf(assignments);
  }

  /** Where the broker's replica of a partition lies. */
  public record Assignment(Uuid topicId, int partition, Uuid directory) {}
}
