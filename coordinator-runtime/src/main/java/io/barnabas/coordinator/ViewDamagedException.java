package io.barnabas.coordinator;

/**
 * A view cannot be read. It is never needed: the runtime discards it and builds it again from the
 * log.
 */
public final class ViewDamagedException extends RuntimeException {

  public ViewDamagedException(String message, Throwable cause) {
    super(message, cause);
  }

  public ViewDamagedException(String message) {
    super(message);
  }
}
