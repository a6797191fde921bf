package io.barnabas.server.api;

import org.jspecify.annotations.Nullable;

/**
 * One request's surroundings: its connection and what its header said.
 *
 * @param connection the connection it came on
 * @param spec the API asked for
 * @param version the version of request and response; always one the API serves
 * @param correlationId the client's number for it
 * @param clientId the client's name for itself, as sent: not to be trusted, not to be logged
 *     unsanitised
 * @param receivedNanos when its last byte arrived, on the broker's monotonic clock
 */
public record RequestContext(
    ClientConnection connection,
    ApiSpec spec,
    short version,
    int correlationId,
    @Nullable String clientId,
    long receivedNanos) {

  /** The client's name for itself, empty when it gave none. */
  public String clientIdOrEmpty() {
    return clientId == null ? "" : clientId;
  }
}
