package io.barnabas.storage.log;

/** A log directory or a log cannot be used; the message says which and why, in one line. */
public final class LogStoreException extends Exception {
  private static final long serialVersionUID = 1;

  public LogStoreException(String message) {
    super(message);
  }

  public LogStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
