package io.barnabas.server.network;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the bytes of all requests that were received and not yet answered, and of answers that
 * their clients do not take. Above the limit connections stop reading and line up. So that
 * half-received requests that fill the memory cannot keep each other from being finished, the first
 * in line goes on alone until its request is answered: the limit is overrun by one request at most.
 *
 * <p>Whoever holds a half-received large request while others wait has to show that more is to
 * come: a connection on which nothing arrives is disconnected. One that we do not read from, since
 * it waits as well, is asked first, by reading a few bytes; a client that waits politely has more
 * in its socket than that. Who has not come to the end of its request in a minute of want is
 * disconnected whatever it sends: clients have given up on it by then. Any thread.
 */
final class RequestMemory {

  /** A connection, as seen from here; called from any thread. */
  interface Holder {
    /** It may read again. */
    void resume();

    /** Whether bytes arrived, or a request of it was being worked on, since this was last asked. */
    boolean hasMoved();

    /** It is to show that it sends more: a few bytes are to be read of it, even if it waits. */
    void challenge();

    /**
     * It is in the way of others: it is disconnected, or lets others go first if that is our doing.
     */
    void evict();
  }

  /** Sweeps in a row that find memory wanted and a request half received. */
  private static final int HALF_LOOKS = 12;

  /** How a holder of a half-received request fares while memory is wanted. One thread: sweeps. */
  private static final class Half {
    int looks;
    boolean challenged;

    /** Whether its holder is in the way; challenges it before. */
    boolean isInTheWay(Holder holder) {
      looks++;
      if (holder.hasMoved()) {
        challenged = false;
      } else if (challenged) {
        return true;
      } else {
        challenged = true;
        holder.challenge();
      }
      return looks > HALF_LOOKS;
    }

    void forget() {
      looks = 0;
      challenged = false;
    }
  }

  private final long limitBytes;
  private final AtomicLong used = new AtomicLong();
  private final ArrayDeque<Holder> waiting = new ArrayDeque<>();
  private final Map<Holder, Half> halfReceived = new ConcurrentHashMap<>();
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
      halfReceived.put(holder, new Half());
    } else {
      halfReceived.remove(holder);
    }
  }

  /**
   * Disconnects those in the way of others; called every five seconds, by one thread. A pause is
   * the patience shown.
   */
  void sweep() {
    boolean scarce = someWait;
    halfReceived.forEach(
        (holder, half) -> {
          if (!scarce) {
            half.forget();
          } else if (half.isInTheWay(holder)) {
            holder.evict();
          }
        });
    Holder first = favoured;
    if (first != null && !halfReceived.containsKey(first) && !first.hasMoved()) {
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
