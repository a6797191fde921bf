package io.barnabas.server.network;

/** How a request ends. */
sealed interface Reply {

  /** These bytes go to the client; releasing them is up to whoever holds the reply. */
  record Answer(OutboundFrame frame) implements Reply {}

  /** The client expects nothing. */
  record Silence() implements Reply {}

  /**
   * The connection ends.
   *
   * @param reason for the log line
   */
  record Close(String reason) implements Reply {}
}
