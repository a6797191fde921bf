package io.barnabas.server.api;

/**
 * Completes a request by ending its connection, with the reason for the log line. Carries no stack
 * trace.
 */
public final class CloseConnection extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Ends the connection; the reason must not hold secrets and names from clients in it must be
   * sanitised.
   */
  public CloseConnection(String reason) {
    super(reason, null, false, false);
  }
}
