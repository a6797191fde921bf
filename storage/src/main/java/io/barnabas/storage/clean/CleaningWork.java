package io.barnabas.storage.clean;

/** What a cleaning has to observe towards the rest of the broker. */
interface CleaningWork {
  /** Bytes to read at a time. */
  int chunkBytes();

  /** Accounts for bytes read or written; waits for the rate, and ends the cleaning if it must. */
  void used(long bytes) throws CleaningStopped;
}
