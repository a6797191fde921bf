package io.barnabas.server.network;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Whether one client comes to an end with what it does: sends whole requests, and takes its
 * answers, at least while others wait for the memory these lie in. A client that does nothing at
 * all is left to {@link IdleWatch}. Looked at every few seconds; confined to the connection's event
 * loop.
 */
final class ClientPace {
  /** Looks at a request that hardly moves, before the client has had its time. */
  private static final int REQUEST_LOOKS = 12;

  /** What arrives between two looks of a request that moves, at least. */
  private static final int MOVING_BYTES = 1 << 10;

  /** The same while others wait for memory. */
  private static final int MOVING_BYTES_WHEN_SCARCE = 16 << 10;

  /** What nobody minds. */
  private static final int SMALL_BYTES = 4 << 10;

  private final Channel channel;
  private final FrameAssembler assembler;
  private long receivedBytes;
  private long frame = -1;
  private int requestLooks;
  private long pendingBytes;
  private long progress;

  ClientPace(Channel channel, FrameAssembler assembler) {
    this.channel = channel;
    this.assembler = assembler;
  }

  void received(int bytes) {
    receivedBytes += bytes;
  }

  /**
   * Looks again.
   *
   * @param scarce whether others wait for memory
   * @return why it is to be sent away; null if it is not
   */
  @Nullable String complaint(boolean scarce) {
    String complaint = ofRequest(scarce);
    return complaint == null ? ofAnswers(scarce) : complaint;
  }

  /** Only while we read: a client cannot be blamed for what we do not take. */
  private @Nullable String ofRequest(boolean scarce) {
    boolean inside = assembler.isInsideFrame() && channel.config().isAutoRead();
    boolean same = inside && frame == assembler.completed();
    long bytes = receivedBytes;
    receivedBytes = 0;
    frame = inside ? assembler.completed() : -1;
    requestLooks = same && bytes < MOVING_BYTES ? requestLooks + 1 : 0;
    if (requestLooks >= REQUEST_LOOKS) {
      return "it has begun a request and does not come to its end";
    }
    return scarce && same && bytes < MOVING_BYTES_WHEN_SCARCE && assembler.heldBytes() > SMALL_BYTES
        ? "it sends a request too slowly, whose memory others wait for"
        : null;
  }

  private @Nullable String ofAnswers(boolean scarce) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    long pending = out == null ? 0 : out.totalPendingWriteBytes();
    long done = out == null ? 0 : out.currentProgress();
    boolean stuck = pending > SMALL_BYTES && pending == pendingBytes && done == progress;
    pendingBytes = pending;
    progress = done;
    return scarce && stuck ? "it does not take its answers, whose memory others wait for" : null;
  }
}
