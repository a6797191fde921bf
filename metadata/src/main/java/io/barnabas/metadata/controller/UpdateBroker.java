package io.barnabas.metadata.controller;

import io.barnabas.codec.Uuid;
import java.util.List;

/**
 * A broker reports a change of itself.
 *
 * @param inControlledShutdown it is about to stop: leadership moves to other replicas where there
 *     are any in sync
 * @param directories ids of the log directories that are online now; replicas in any other go
 *     offline
 */
public record UpdateBroker(
    int brokerId, long brokerEpoch, boolean inControlledShutdown, List<Uuid> directories)
    implements ControllerCommand<BrokerReply> {
  public UpdateBroker {
    directories = List.copyOf(directories);
  }
}
