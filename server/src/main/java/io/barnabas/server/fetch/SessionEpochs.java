package io.barnabas.server.fetch;

/** The numbers of requests in a fetch session (KIP-227). */
final class SessionEpochs {
  /** In a request: make a new session. */
  static final int INITIAL = 0;

  /** In a request: no session, and close the one named. */
  static final int FINAL = -1;

  /** The session id that means none. */
  static final int NO_SESSION = 0;

  private SessionEpochs() {}

  /** Whether a request with this epoch lists all it wants, instead of changes. */
  static boolean isFull(int epoch) {
    return epoch == INITIAL || epoch == FINAL;
  }

  /** The epoch after this one; wraps round to 1, since 0 means a new session. */
  static int next(int epoch) {
    return epoch == Integer.MAX_VALUE ? 1 : epoch + 1;
  }
}
