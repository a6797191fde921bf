package io.barnabas.storage.file;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A sync that failed. What it should have made durable may be lost although the kernel reports
 * success when asked again, so nobody may ask again: unlike a failed write, this takes the log
 * directory offline wherever it happens.
 */
public final class SyncFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  public SyncFailedException(Path file, IOException cause) {
    super("syncing " + file + " failed: " + cause.getMessage(), cause);
  }
}
