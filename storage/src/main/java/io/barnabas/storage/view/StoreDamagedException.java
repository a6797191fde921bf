package io.barnabas.storage.view;

/** A store cannot be read or written; it is to be discarded and made again from the log. */
public final class StoreDamagedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreDamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
