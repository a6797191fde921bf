package io.barnabas.server.network;

import io.barnabas.server.config.Listener;

/** A listener that cannot be opened, with the reason of the system: the operator's to solve. */
public final class BindFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The listener that was wanted and why it was not to be had. */
  public BindFailedException(Listener listener, Throwable cause) {
    super("Cannot listen on " + listener + ": " + cause.getMessage(), null, false, false);
  }
}
