package io.barnabas.server.network;

import io.barnabas.server.metrics.request.StageTimes;

/**
 * When a request reached each of its stages. Set by its connection, on its event loop but for the
 * completion, which whoever completes it notes before it is handed back.
 */
class RequestTimer implements StageTimes {
  private final short key;
  private final short version;
  private final int bytes;
  private long arrived;
  private long begun;
  private long handled;
  private long completed;
  private long written;

  RequestTimer(short key, short version, int bytes) {
    this.key = key;
    this.version = version;
    this.bytes = bytes;
  }

  short key() {
    return key;
  }

  short version() {
    return version;
  }

  void begin(long arrivedNanos, long nowNanos) {
    arrived = Math.min(arrivedNanos, nowNanos);
    begun = nowNanos;
  }

  void handled(long nowNanos) {
    handled = nowNanos;
    completed = nowNanos;
    written = nowNanos;
  }

  /** Not before it was handled: another thread may have been faster than that was noted. */
  void completed(long nowNanos) {
    completed = Math.max(handled, nowNanos);
    written = completed;
  }

  /**
   * Notes the turn in which its answer was written: the one it was completed in, or a later one.
   */
  void written(long turnNanos) {
    written = Math.max(completed, turnNanos);
  }

  @Override
  public long arrivedNanos() {
    return arrived;
  }

  @Override
  public long begunNanos() {
    return begun;
  }

  @Override
  public long handledNanos() {
    return handled;
  }

  @Override
  public long completedNanos() {
    return completed;
  }

  @Override
  public long writtenNanos() {
    return written;
  }

  @Override
  public int bytes() {
    return bytes;
  }
}
