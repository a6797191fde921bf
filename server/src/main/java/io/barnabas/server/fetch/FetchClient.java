package io.barnabas.server.fetch;

import java.util.concurrent.Executor;

/** Who fetches, as far as a wait must know. */
public interface FetchClient {
  /** Where to go on after a wait; must not be blocked, and may reject work when the client left. */
  Executor executor();

  /** Whether the client may read a partition; asked before it is said whether there is one. */
  default boolean mayRead(FetchKey key) {
    return true;
  }

  /**
   * Has something run, once, when the client leaves; at once if it has left.
   *
   * @return takes it back; without effect when it has run
   */
  Runnable onGone(Runnable hook);
}
