package io.barnabas.server.network;

/**
 * One connection's share of the memory for requests: what it has charged, and whether it waits for
 * room. Confined to the connection's event loop.
 */
final class HeldBytes {
  private final RequestMemory memory;
  private final RequestMemory.Holder holder;
  private boolean waits;
  private boolean hasWaited;
  private boolean halfReceived;

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
    if (hasWaited && nothingLeft) {
      hasWaited = false;
      memory.done(holder);
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
  void resumed() {
    waits = false;
  }

  /** The connection has ended with so many bytes of no request yet. */
  void gone(int bytes) {
    memory.release(bytes);
  }

  /** Nothing of it is in memory any more. */
  void done() {
    memory.done(holder);
  }
}
