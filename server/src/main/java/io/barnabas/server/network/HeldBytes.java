package io.barnabas.server.network;

/**
 * One connection's share of the memory for requests and answers: what it has charged, and whether
 * it waits for room. Confined to the connection's event loop.
 */
final class HeldBytes {
  /** Less than that is on its way rather than in the way. */
  private static final int UNSENT_BYTES_MIN = 4 << 10;

  private final RequestMemory memory;
  private final RequestMemory.Holder holder;
  private boolean waits;
  private boolean hasWaited;
  private boolean halfReceived;
  private int unsentBytes;

  HeldBytes(RequestMemory memory, RequestMemory.Holder holder) {
    this.memory = memory;
    this.holder = holder;
  }

  /** Counts bytes received, or takes back what was counted too much. */
  void arrived(int bytes) {
    if (bytes < 0) {
      memory.release(-bytes);
    } else if (bytes > 0 && !memory.charge(holder, bytes) && !waits) {
      waits = true;
      hasWaited = true;
      memory.await(holder);
    }
  }

  /** Counts down by a request that is done with. */
  void freed(int bytes, boolean nothingLeft) {
    memory.release(bytes);
    stepAside(nothingLeft);
  }

  /** Whoever has nothing in memory any more need not be the one that others wait for. */
  private void stepAside(boolean nothingLeft) {
    if (hasWaited && !waits && nothingLeft) {
      hasWaited = false;
      memory.done(holder);
    }
  }

  /** Counts what lies in memory of answers the client does not take. */
  void unsent(long bytes) {
    int now = bytes < UNSENT_BYTES_MIN ? 0 : (int) Math.min(bytes, Integer.MAX_VALUE / 2);
    if (now != unsentBytes) {
      int more = now - unsentBytes;
      unsentBytes = now;
      arrived(more);
    }
  }

  /** Notes whether a large request has arrived in part. */
  void receiving(boolean half) {
    if (half != halfReceived) {
      halfReceived = half;
      memory.receiving(holder, half);
    }
  }

  /** Whether nothing more is to be read before there is room. */
  boolean waits() {
    return waits;
  }

  /** There is room. */
  void resumed(boolean nothingLeft) {
    waits = false;
    stepAside(nothingLeft);
  }

  /** The connection has ended with so many bytes of no request yet. */
  void gone(int bytes) {
    memory.release(bytes + unsentBytes);
    unsentBytes = 0;
  }

  /** Nothing of it is in memory any more. */
  void done() {
    memory.done(holder);
  }
}
