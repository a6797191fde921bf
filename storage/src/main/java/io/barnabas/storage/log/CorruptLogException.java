package io.barnabas.storage.log;

import java.io.IOException;
import java.nio.file.Path;

/** Bytes of a log that cannot be what was written. Never blamed on a client. */
public final class CorruptLogException extends IOException {
  private static final long serialVersionUID = 1;

  public CorruptLogException(Path file, long position, String expected, String found) {
    super(file + " at " + position + ": expected " + expected + ", found " + found);
  }
}
