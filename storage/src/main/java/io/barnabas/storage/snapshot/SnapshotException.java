package io.barnabas.storage.snapshot;

import java.io.IOException;

/** A snapshot that cannot be taken, is damaged, or cannot be restored; the reason in one line. */
public final class SnapshotException extends IOException {
  private static final long serialVersionUID = 1L;

  public SnapshotException(String message) {
    super(message);
  }
}
