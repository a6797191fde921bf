package io.barnabas.server.network;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection towards the memory that all share: hands over to its event loop what others decide
 * about it. Any thread.
 */
final class MemoryClaim implements RequestMemory.Holder {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryClaim.class);

  /** The connection; called on its event loop. */
  interface Owner {
    /** It may read again. */
    void onRoom();

    /** It is to show that it sends more. */
    void onChallenge();

    /** Others wait for what it holds. */
    void onInTheWay();
  }

  private final Executor loop;
  private final Owner owner;
  private volatile boolean moved;

  MemoryClaim(Executor loop, Owner owner) {
    this.loop = loop;
    this.owner = owner;
  }

  /** Something came from the client, went to it, or was answered. */
  void moves() {
    moved = true;
  }

  @Override
  public void resume() {
    execute(owner::onRoom);
  }

  @Override
  public boolean hasMoved() {
    boolean has = moved;
    moved = false;
    return has;
  }

  @Override
  public void challenge() {
    execute(owner::onChallenge);
  }

  @Override
  public void evict() {
    execute(owner::onInTheWay);
  }

  private void execute(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The network was stopped", e);
    }
  }
}
