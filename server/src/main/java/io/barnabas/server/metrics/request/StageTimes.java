package io.barnabas.server.metrics.request;

/** When a request reached each of its stages, on the monotonic clock; set by its connection. */
public interface StageTimes {
  /** Its bytes were read. */
  long arrivedNanos();

  /** Its handling began. */
  long begunNanos();

  /** Its event loop was free for others. */
  long handledNanos();

  /** Its answer was known. */
  long completedNanos();

  /** Its answer was written, those before it having been. */
  long writtenNanos();

  /** Its size. */
  int bytes();
}
