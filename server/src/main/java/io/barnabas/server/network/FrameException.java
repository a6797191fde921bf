package io.barnabas.server.network;

/**
 * What arrived is not what a client of the protocol sends; the connection ends with this reason.
 */
final class FrameException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FrameException(String reason) {
    super(reason, null, false, false);
  }
}
