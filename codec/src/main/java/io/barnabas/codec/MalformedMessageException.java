package io.barnabas.codec;

/**
 * Bytes that are not the message they claim to be. The sender's mistake, so it carries no stack
 * trace.
 */
public final class MalformedMessageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message, null, false, false);
  }
}
