package io.barnabas.server.telemetry;

/** Why something about telemetry is refused. */
public enum TelemetryFault {
  NONE,
  /** The client came before it was its time. */
  TOO_EARLY,
  /** What is pushed is not what this client is asked for now. */
  UNKNOWN_SUBSCRIPTION,
  UNSUPPORTED_COMPRESSION,
  TOO_LARGE,
  /** No instance id, or a push after the last one. */
  INVALID_REQUEST,
  /** What was pushed cannot be read. */
  INVALID_METRICS
}
