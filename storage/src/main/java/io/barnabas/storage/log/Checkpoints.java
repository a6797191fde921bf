package io.barnabas.storage.log;

import java.io.IOException;

/** The checkpoint files of a log directory, as a log sees them. */
interface Checkpoints {
  /** Durable when this returns. */
  void writeRecoveryPoints() throws IOException;

  /** Durable when this returns. */
  void writeLogStartOffsets() throws IOException;

  /** Durable when this returns. */
  void writeCleanedOffsets() throws IOException;

  /** Makes the names of the logs' own directories durable, where any is new. */
  void syncNames() throws IOException;

  /** A log's recovery point is another one now; to be written with the next round. */
  void recoveryPointMoved();

  /** As above, of a log start offset. */
  void logStartMoved();

  /** As above, of a high watermark. Told of every append: costs next to nothing. */
  void highWatermarkMoved();
}
