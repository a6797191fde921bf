package io.barnabas.metadata.quorum;

/** What is stored is not what was written; the message says where, what was expected and found. */
public final class MetadataCorruptionException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MetadataCorruptionException(String message) {
    super(message);
  }

  public MetadataCorruptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
