package io.barnabas.server.telemetry;

/** What a client pushed cannot be read. The client's mistake: no stack trace. */
final class MalformedMetricsException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedMetricsException(String message) {
    super(message, null, false, false);
  }
}
