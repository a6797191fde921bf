package io.barnabas.server.network;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the elements of all requests that are being worked on. An element of two bytes becomes
 * objects of a hundred times that size, in the request and again in the answer, so that counting
 * the bytes received is not enough: some connections that ask about a million topics each would
 * take all memory there is. Requests of few elements are not counted. Any thread.
 */
final class LargeRequests {
  /** Nobody minds so many. */
  static final int FEW = 1000;

  /** What an element and its part of the answer take, about. */
  private static final int BYTES_EACH = 512;

  private final long most;
  private final AtomicLong inWork = new AtomicLong();

  /**
   * Bounds them by memory.
   *
   * @param heapBytes all there is
   */
  LargeRequests(long heapBytes) {
    this.most = Math.max(FEW, heapBytes / BYTES_EACH);
  }

  /** Begins a request; false if it is too much besides the others. One alone may have any size. */
  boolean begin(int elements) {
    if (elements <= FEW) {
      return true;
    }
    long now = inWork.addAndGet(elements);
    if (now > most && now > elements) {
      inWork.addAndGet(-elements);
      return false;
    }
    return true;
  }

  /** Ends one that was begun. */
  void end(int elements) {
    if (elements > FEW) {
      inWork.addAndGet(-elements);
    }
  }
}
