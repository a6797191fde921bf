package io.barnabas.server.partition;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to know that a partition changed. Adding, cancelling and finding nobody cost the same
 * however many watch, so that thousands of idle fetchers may watch thousands of partitions.
 *
 * <p>No change is missed: whoever changes the partition publishes the change first and reads the
 * list after, whoever watches adds itself first and reads the partition after.
 *
 * <p>Thread-safe; its own lock is held for a few field writes only and never while a watch runs.
 */
final class WatchList {
  private final Object lock = new Object();
  private volatile @Nullable Watch head;

  /** Adds a watch, which must be new. */
  void add(Watch watch) {
    synchronized (lock) {
      Watch first = head;
      watch.list = this;
      watch.next = first;
      if (first != null) {
        first.previous = watch;
      }
      head = watch;
    }
  }

  /** Removes a watch; without effect when it is not here any more. */
  void remove(Watch watch) {
    synchronized (lock) {
      if (watch.list != this) {
        return;
      }
      Watch before = watch.previous;
      Watch after = watch.next;
      if (before != null) {
        before.next = after;
      } else {
        head = after;
      }
      if (after != null) {
        after.previous = before;
      }
      watch.previous = null;
      watch.next = null;
      watch.list = null;
    }
  }

  /** Tells all who watch at this moment. */
  void changed() {
    if (head == null) {
      return;
    }
    for (Watch watch : snapshot()) {
      watch.changed();
    }
  }

  boolean isEmpty() {
    return head == null;
  }

  private List<Watch> snapshot() {
    List<Watch> watches = new ArrayList<>();
    synchronized (lock) {
      for (Watch watch = head; watch != null; watch = watch.next) {
        watches.add(watch);
      }
    }
    return watches;
  }
}
