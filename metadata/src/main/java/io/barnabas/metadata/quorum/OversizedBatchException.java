package io.barnabas.metadata.quorum;

/** Records that must commit together are more than one batch may hold; nothing was accepted. */
public final class OversizedBatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OversizedBatchException(int sizeInBytes, int max) {
    super("a metadata batch of " + sizeInBytes + " bytes, at most " + max, null, false, false);
  }
}
