package io.barnabas.metadata.quorum;

/**
 * The log has not taken a batch, for want of room: nothing of it is there, nor of any batch that
 * was given to the log after it and before this was told.
 */
public final class AppendRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AppendRefusedException(String reason) {
    super(reason);
  }
}
