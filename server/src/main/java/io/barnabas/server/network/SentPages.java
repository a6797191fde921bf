package io.barnabas.server.network;

import io.barnabas.storage.file.FileHandle;
import java.io.IOException;

/**
 * Port: whether what is to be sent is still in memory, and how it gets there again. A client that
 * takes its answer slowly may outlast the kernel's memory of it.
 */
public interface SentPages {

  /** Whether a range of a file is known to be in memory. Asks nobody and never blocks. */
  boolean areKnown(FileHandle file, long position, int bytes);

  /** Has a range of a file in memory when it returns. Blocks on the disk. */
  void bringIn(FileHandle file, long position, int bytes) throws IOException;
}
