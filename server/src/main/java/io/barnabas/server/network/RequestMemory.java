package io.barnabas.server.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of all requests that were received and not yet answered, and of answers that
 * their clients do not take. Above the limit connections stop reading and line up. So that
 * half-received requests that fill the memory cannot keep each other from being finished, the first
 * in line goes on alone until its request is answered: the limit is overrun by one request at most.
 * Whoever holds a half-received large request and sends nothing while others wait is disconnected.
 * Any thread.
 */
final class RequestMemory {

  /** A connection, as seen from here; called from any thread. */
  interface Holder {
    /** It may read again. */
    void resume();

    /** Whether bytes arrived, or a request of it was being worked on, since this was last asked. */
    boolean hasMoved();

    /** It is in the way of others. */
    void evict();
  }

  private final long limitBytes;
  private final AtomicLong used = new AtomicLong();
  private final ArrayDeque<Holder> waiting = new ArrayDeque<>();
  private final Set<Holder> halfReceived = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Holder favoured;
  private volatile boolean someWait;

  RequestMemory(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Counts bytes received; false if the holder is to stop reading and to call {@link #await}. */
  boolean charge(Holder holder, int bytes) {
    return used.addAndGet(bytes) <= limitBytes || holder == favoured;
  }

  /** Counts bytes of a request that was answered or dropped. */
  void release(long bytes) {
    if (used.addAndGet(-bytes) <= limitBytes && someWait) {
      resumeAll();
    }
  }

  /** Lines up a holder that stopped reading; it is told when to go on, which may be at once. */
  void await(Holder holder) {
    synchronized (waiting) {
      waiting.add(holder);
      someWait = true;
      if (favoured == null) {
        favourNext();
      }
    }
    if (used.get() <= limitBytes) {
      resumeAll();
    }
  }

  /** Notes that a holder has nothing more in memory, or is gone. */
  void done(Holder holder) {
    halfReceived.remove(holder);
    if (someWait || holder == favoured) {
      synchronized (waiting) {
        waiting.remove(holder);
        if (holder == favoured) {
          favourNext();
        }
        someWait = favoured != null || !waiting.isEmpty();
      }
    }
  }

  /** Notes that a holder has begun, or finished, to receive a large request. */
  void receiving(Holder holder, boolean half) {
    if (half) {
      halfReceived.add(holder);
    } else {
      halfReceived.remove(holder);
    }
  }

  /**
   * Disconnects those in the way of others; called every few seconds, the pause being the patience
   * shown.
   */
  void sweep() {
    boolean scarce = someWait;
    for (Holder holder : List.copyOf(halfReceived)) {
      if (!holder.hasMoved() && scarce) {
        holder.evict();
      }
    }
    Holder first = favoured;
    if (first != null && !halfReceived.contains(first) && !first.hasMoved()) {
      first.evict();
    }
  }

  /** Whether somebody waits for room. */
  boolean isScarce() {
    return someWait;
  }

  /** Bytes that may be counted at a time. */
  long limitBytes() {
    return limitBytes;
  }

  /** Bytes counted now. */
  long usedBytes() {
    return used.get();
  }

  private void favourNext() {
    Holder next = waiting.poll();
    favoured = next;
    if (next != null) {
      next.resume();
    }
  }

  private void resumeAll() {
    List<Holder> resumed;
    synchronized (waiting) {
      resumed = new ArrayList<>(waiting);
      waiting.clear();
      favoured = null;
      someWait = false;
    }
    resumed.forEach(Holder::resume);
  }
}
