package io.barnabas.server.config;

/**
 * A configuration the broker cannot start with: which key, the value found and what was expected.
 * The operator's mistake, not ours: no stack trace.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A whole configuration that cannot work, in one sentence. */
  public ConfigException(String message) {
    super(message, null, false, false);
  }

  /** A value that cannot be right. */
  public ConfigException(String key, String value, String expected) {
    this("Invalid value '" + value + "' for " + key + ": expected " + expected);
  }
}
