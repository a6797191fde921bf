package io.barnabas.server.network;

import io.netty.channel.Channel;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Writes the answers of one connection, several with one flush where they come together, and counts
 * what the client has not taken. Confined to the connection's event loop.
 */
final class ResponseWriter {
  private final Channel channel;
  private final LongConsumer onSent;
  private long unsentBytes;
  private boolean flushIsDue;

  /**
   * Nothing written.
   *
   * @param onSent told when an answer has gone, or cannot go any more, with the bytes unsent before
   */
  ResponseWriter(Channel channel, LongConsumer onSent) {
    this.channel = channel;
    this.onSent = onSent;
  }

  /** Takes over the frame. */
  void write(OutboundFrame frame) {
    long bytes = frame.bytes();
    unsentBytes += bytes;
    List<Object> parts = frame.parts();
    int last = parts.size() - 1;
    for (int i = 0; i < last; i++) {
      channel.write(parts.get(i), channel.voidPromise());
    }
    channel.write(parts.get(last)).addListener(future -> sent(bytes));
    if (!flushIsDue) {
      flushIsDue = true;
      channel.eventLoop().execute(this::flush);
    }
  }

  private void sent(long bytes) {
    long before = unsentBytes;
    unsentBytes -= bytes;
    onSent.accept(before);
  }

  /** Sends what was written, if anything was. */
  void flush() {
    if (flushIsDue) {
      flushIsDue = false;
      channel.flush();
    }
  }

  /** Bytes written that the client's kernel has not taken. */
  long unsentBytes() {
    return unsentBytes;
  }
}
