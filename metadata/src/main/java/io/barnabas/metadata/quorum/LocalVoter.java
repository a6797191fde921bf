package io.barnabas.metadata.quorum;

import io.barnabas.codec.Uuid;
import io.barnabas.metadata.image.Endpoint;
import java.util.List;

/**
 * This node as a voter.
 *
 * @param directoryId id of the log directory that holds the metadata log
 * @param endpoints where it would listen for other voters
 */
public record LocalVoter(int nodeId, Uuid directoryId, List<Endpoint> endpoints) {
  public LocalVoter {
    endpoints = List.copyOf(endpoints);
  }
}
