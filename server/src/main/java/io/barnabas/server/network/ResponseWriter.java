package io.barnabas.server.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answers of one connection, several with one flush where they come together, and counts
 * what the client has not taken. Confined to the connection's event loop.
 */
final class ResponseWriter {

  /** Told when an answer has gone, or cannot go any more. */
  interface Listener {
    /**
     * The kernel has taken an answer whole.
     *
     * @param unsentBefore bytes that it had not taken before
     */
    void onSent(RequestTimer request, Reply reply, long bytes, long unsentBefore);
  }

  private final Channel channel;

  /** Helps where bytes change on their way, so that none go straight from a file. */
  private final FileRecordsChunks.@Nullable Helpers encrypted;

  private final SlowReader reader;
  private final HeldBytes held;
  private final Listener listener;
  private long unsentBytes;
  private boolean flushIsDue;

  /**
   * Nothing written.
   *
   * @param parts tells who helps with what is sent late
   * @param held counts what lies in memory
   */
  ResponseWriter(Channel channel, ConnectionParts parts, HeldBytes held, Listener listener) {
    this.channel = channel;
    this.encrypted = parts.encryption(channel);
    this.reader = new SlowReader(channel, parts);
    this.held = held;
    this.listener = listener;
  }

  /** Takes over the frame, which is the reply's to the request. */
  void write(OutboundFrame frame, Reply reply, RequestTimer request) {
    long bytes = frame.bytes();
    unsentBytes += bytes;
    List<Object> parts = frame.parts();
    int last = parts.size() - 1;
    for (int i = 0; i < last; i++) {
      channel.write(sendable(parts.get(i)), channel.voidPromise());
    }
    channel.write(sendable(parts.get(last))).addListener(future -> sent(request, reply, bytes));
    if (!flushIsDue) {
      flushIsDue = true;
      channel.eventLoop().execute(this::flush);
    }
  }

  private Object sendable(Object part) {
    return encrypted != null && part instanceof FileRecordsRegion inFile
        ? inFile.inChunks(encrypted)
        : part;
  }

  private void sent(RequestTimer request, Reply reply, long bytes) {
    long before = unsentBytes;
    unsentBytes -= bytes;
    reader.took(bytes);
    count();
    listener.onSent(request, reply, bytes, before);
  }

  /** Sends what was written, if anything was. */
  void flush() {
    if (flushIsDue) {
      flushIsDue = false;
      channel.flush();
      count();
    }
  }

  /** Looks after what the client has not taken; every few seconds. */
  void look() {
    count();
    reader.look();
  }

  /** Counts what lies in memory; what is sent straight from files takes none. */
  private void count() {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    held.unsent(out == null || unsentBytes == 0 ? 0 : out.totalPendingWriteBytes());
  }

  /** Bytes written that the client's kernel has not taken. */
  long unsentBytes() {
    return unsentBytes;
  }
}
