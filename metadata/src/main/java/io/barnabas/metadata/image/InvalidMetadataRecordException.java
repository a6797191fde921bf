package io.barnabas.metadata.image;

/**
 * A committed record that cannot be applied: one this build does not support, or one that
 * contradicts what came before it. The node must not go on with half of the metadata.
 */
public final class InvalidMetadataRecordException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidMetadataRecordException(String message) {
    super(message);
  }
}
