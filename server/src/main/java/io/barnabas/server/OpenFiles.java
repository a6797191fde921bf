package io.barnabas.server;

import io.barnabas.storage.file.ProcessNotes;
import java.util.function.IntSupplier;

/**
 * Shares out what a process may have open. Connections come first: logs get a part of what these
 * leave, and follow as they come and go. Any thread.
 */
final class OpenFiles {
  /** What is neither a log nor a connection: views, indexes that are read, libraries, timers. */
  private static final int OTHERS = 4_000;

  /**
   * Logs always may have so many, which the advice counts with: connections, these, and {@link
   * #OTHERS}; but no more than a quarter of all where there are few.
   */
  private static final int LEAST = 1_000;

  private static final int LEAST_PART = 4;

  /**
   * Of what is left: new connections may be many at once, before anybody has counted them. As a
   * fraction.
   */
  private static final double PART = 0.75;

  /** An open file takes less than one of these; together they are to be a small part of it. */
  private static final int HEAP_BYTES = 16 << 10;

  private final long most;
  private final long heapBytes;
  private final IntSupplier connections;

  /**
   * Shares out.
   *
   * @param most files and connections the process may have open; -1 if that is not known
   * @param heapBytes the most the heap may be
   * @param connections how many there are
   */
  OpenFiles(long most, long heapBytes, IntSupplier connections) {
    this.most = most;
    this.heapBytes = heapBytes;
    this.connections = connections;
  }

  static OpenFiles ofThisProcess(IntSupplier connections) {
    return new OpenFiles(
        ProcessNotes.openFilesMax(), Runtime.getRuntime().maxMemory(), connections);
  }

  /** How many files of logs may be open now. */
  int ofLogs() {
    if (most < 0) {
      return LEAST;
    }
    long least = Math.min(LEAST, most / LEAST_PART);
    long left = (long) ((most - OTHERS - connections.getAsInt()) * PART);
    return (int) Math.max(least, Math.min(left, heapBytes / HEAP_BYTES));
  }
}
