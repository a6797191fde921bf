package io.barnabas.server.network;

import io.barnabas.server.api.ApiSpec.Overlap;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one connection that are being worked on, in the order they arrived, which is the
 * order they are answered in. Confined to the connection's event loop.
 */
final class ResponseSequencer {

  /** One request's place in the line. */
  static final class Slot extends RequestTimer {
    private final ByteBuf frame;
    private @Nullable Reply reply;

    private Slot(short key, ByteBuf frame) {
      super(key, RequestHeaders.version(frame), frame.readableBytes());
      this.frame = frame;
    }

    ByteBuf frame() {
      return frame;
    }

    void complete(Reply with) {
      reply = with;
    }

    /** How the request ends; null while it is being worked on. */
    @Nullable Reply reply() {
      return reply;
    }
  }

  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long bytes;
  private short lastKey;
  private Overlap lastOverlap = Overlap.NONE;

  /** Whether a request of this key may start now. */
  boolean mayStart(short key) {
    return slots.isEmpty() || lastOverlap == Overlap.SAME_API && key == lastKey;
  }

  /** Gives a request its place; the frame belongs to the slot from here on. */
  Slot add(short key, Overlap overlap, ByteBuf frame) {
    Slot slot = new Slot(key, frame);
    slots.add(slot);
    bytes += slot.bytes();
    lastKey = key;
    lastOverlap = overlap;
    return slot;
  }

  /** Takes the first in the line if its reply is there; null otherwise. */
  @Nullable Slot poll() {
    Slot head = slots.peek();
    if (head == null || head.reply == null) {
      return null;
    }
    slots.remove();
    bytes -= head.bytes();
    return head;
  }

  /** Takes any that is complete, whatever its place: for when nothing is answered any more. */
  boolean forget(Slot slot) {
    if (slots.remove(slot)) {
      bytes -= slot.bytes();
      return true;
    }
    return false;
  }

  int count() {
    return slots.size();
  }

  long bytes() {
    return bytes;
  }
}
