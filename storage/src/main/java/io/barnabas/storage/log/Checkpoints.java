package io.barnabas.storage.log;

import java.io.IOException;

/** The checkpoint files of a log directory, as a log sees them. Durable when the methods return. */
interface Checkpoints {
  void writeRecoveryPoints() throws IOException;

  void writeLogStartOffsets() throws IOException;

  void writeCleanedOffsets() throws IOException;
}
