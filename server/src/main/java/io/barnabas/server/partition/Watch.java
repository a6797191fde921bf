package io.barnabas.server.partition;

import org.jspecify.annotations.Nullable;

/**
 * The interest of one waiting operation in one partition, from {@link Partition#watch} until {@link
 * #cancel}. Links itself into the partition's list, which guards the fields here.
 */
public abstract class Watch {
  volatile @Nullable WatchList list;
  @Nullable Watch previous;
  @Nullable Watch next;

  /**
   * The partition's readable end moved, or its role changed. Called by the thread that made the
   * change, without locks, perhaps also shortly after {@link #cancel}; must be short and must not
   * block.
   */
  protected abstract void changed();

  /** Ends the interest. May be called often and from any thread. */
  public final void cancel() {
    WatchList watched = list;
    if (watched != null) {
      watched.remove(this);
    }
  }
}
