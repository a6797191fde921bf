package io.barnabas.server.network;

/** How a request ends. */
sealed interface Reply {

  /** For how many milliseconds nothing more is heard of the client. */
  default int throttleMs() {
    return 0;
  }

  /**
   * These bytes go to the client; releasing them is up to whoever holds the reply.
   *
   * @param throttleMs for how long nothing more is heard of the client
   */
  record Answer(OutboundFrame frame, int throttleMs) implements Reply {}

  /**
   * The client expects nothing.
   *
   * @param throttleMs for how long nothing more is heard of the client
   */
  record Silence(int throttleMs) implements Reply {}

  /**
   * The connection ends.
   *
   * @param reason for the log line
   */
  record Close(String reason) implements Reply {}
}
