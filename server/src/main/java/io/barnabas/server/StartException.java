package io.barnabas.server;

/**
 * A broker that could not start for a reason the operator can do something about, in one sentence:
 * a port or a data directory in use, a directory that cannot be written. No stack trace.
 */
public final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String message) {
    super(message, null, false, false);
  }
}
