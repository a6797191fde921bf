package io.barnabas.storage.file;

import java.util.Random;

/** A file or a directory. */
interface MemoryNode {
  /** Forgets what was not synced, or some of it. */
  void losePower(Random random);
}
