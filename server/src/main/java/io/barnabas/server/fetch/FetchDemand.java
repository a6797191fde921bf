package io.barnabas.server.fetch;

import java.util.List;

/**
 * The session part of a fetch request.
 *
 * @param sessionId the session meant, or 0
 * @param sessionEpoch the number of the request in its session; 0 for a new session, -1 for none
 * @param usesTopicIds whether the request names topics by id
 * @param targets what is wanted: all of it, or in a session what is new or different
 * @param forgotten what is not wanted any more in this session
 */
public record FetchDemand(
    int sessionId,
    int sessionEpoch,
    boolean usesTopicIds,
    List<FetchTarget> targets,
    List<FetchKey> forgotten) {
  public FetchDemand {
    targets = List.copyOf(targets);
    forgotten = List.copyOf(forgotten);
  }

  /** The same, wanting nothing. */
  FetchDemand withoutTargets() {
    return new FetchDemand(sessionId, sessionEpoch, usesTopicIds, List.of(), List.of());
  }
}
