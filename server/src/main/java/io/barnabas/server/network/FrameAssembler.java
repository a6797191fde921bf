package io.barnabas.server.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the bytes of one connection into frames: a four-byte length, then that many bytes. A frame
 * that arrived whole in one read is a slice of it. For any other a buffer is made that grows with
 * what has really arrived, never with what was announced, and the rest is received straight into
 * it. Confined to the connection's event loop.
 */
public final class FrameAssembler {
  /** What may be allocated on the strength of an announcement alone. */
  static final int ADVANCE_BYTES = 4 << 10;

  /** How much room is made for what follows, as a multiple of what has arrived. */
  private static final int GROWTH = 4;

  private static final int LENGTH_BYTES = 4;

  /** Enough to see that somebody is there. */
  private static final int SIP_BYTES = 512;

  /** Copied rather than kept each in its own buffer. */
  private static final int FEW_BYTES = 256;

  private final ByteBufAllocator allocator;
  private final IntSupplier maxFrameBytes;
  private final ArrayDeque<ByteBuf> arrived = new ArrayDeque<>();
  private int lengthBytesSeen;
  private int length;
  private long completed;
  private @Nullable ByteBuf partial;
  private @Nullable ByteBuf whole;
  private boolean sipping;

  /** Cuts the bytes of a connection whose frames are never longer. */
  public FrameAssembler(ByteBufAllocator allocator, int maxFrameBytes) {
    this(allocator, () -> maxFrameBytes);
  }

  /**
   * Cuts the bytes of a connection that may say more at one time than at another.
   *
   * @param maxFrameBytes asked when a frame begins
   */
  FrameAssembler(ByteBufAllocator allocator, IntSupplier maxFrameBytes) {
    this.allocator = allocator;
    this.maxFrameBytes = maxFrameBytes;
  }

  /** Takes over bytes that were received. */
  public void offer(ByteBuf bytes) {
    if (bytes == partial || !bytes.isReadable() || joins(bytes)) {
      bytes.release();
    } else {
      arrived.add(bytes);
    }
  }

  /**
   * A buffer for each of the few bytes that some clients send at a time is hundreds of times that.
   */
  private boolean joins(ByteBuf bytes) {
    ByteBuf last = arrived.peekLast();
    int count = bytes.readableBytes();
    if (last == null || count > FEW_BYTES || last.writableBytes() < count) {
      return false;
    }
    last.writeBytes(bytes);
    return true;
  }

  /** The next buffer received into is to be a small one. */
  void sip() {
    sipping = true;
  }

  /**
   * The buffer the next bytes are best received into, with one reference for the caller, or null
   * when any will do. Whatever was received into it comes back through {@link #offer}.
   */
  @Nullable ByteBuf receiver() {
    if (sipping) {
      sipping = false;
      return allocator.directBuffer(SIP_BYTES, SIP_BYTES);
    }
    ByteBuf filling = partial;
    if (filling == null || whole != null || !arrived.isEmpty()) {
      return null;
    }
    if (!filling.isWritable()) {
      filling.capacity((int) Math.min(length, (long) GROWTH * filling.capacity()));
    }
    return filling.retain();
  }

  /**
   * Whether a whole frame is there.
   *
   * @throws FrameException when the announced length cannot be right
   */
  public boolean ready() {
    while (whole == null && readLength()) {
      if (!readBody()) {
        break;
      }
    }
    return whole != null;
  }

  private boolean readLength() {
    while (lengthBytesSeen < LENGTH_BYTES) {
      ByteBuf head = arrived.peek();
      if (head == null) {
        return false;
      }
      length = length << 8 | head.readUnsignedByte();
      lengthBytesSeen++;
      dropIfEmpty(head);
    }
    if (length < 0) {
      throw new FrameException("a frame of negative length " + length);
    }
    int max = maxFrameBytes.getAsInt();
    if (length > max) {
      throw new FrameException(
          "a frame of "
              + length
              + " bytes, over "
              + max
              + ", its limit by socket.request.max.bytes or sasl.server.max.receive.size");
    }
    return true;
  }

  private boolean readBody() {
    ByteBuf head = arrived.peek();
    if (partial == null && head != null && head.readableBytes() >= length) {
      complete(head.readRetainedSlice(length));
      dropIfEmpty(head);
      return true;
    }
    ByteBuf filling = partial(head == null ? 0 : head.readableBytes());
    while (filling.readableBytes() < length) {
      ByteBuf next = arrived.peek();
      if (next == null) {
        return false;
      }
      int count = Math.min(length - filling.readableBytes(), next.readableBytes());
      filling.writeBytes(next, count);
      dropIfEmpty(next);
    }
    partial = null;
    complete(filling);
    return true;
  }

  private ByteBuf partial(int arrivedBytes) {
    ByteBuf filling = partial;
    if (filling == null) {
      int bytes = (int) Math.min(length, Math.max(ADVANCE_BYTES, (long) GROWTH * arrivedBytes));
      filling = allocator.directBuffer(bytes, Math.max(1, length));
      partial = filling;
    }
    return filling;
  }

  private void complete(ByteBuf frame) {
    whole = frame;
    lengthBytesSeen = 0;
    length = 0;
    completed++;
  }

  /** How many frames have come to their end. */
  long completed() {
    return completed;
  }

  private void dropIfEmpty(ByteBuf head) {
    if (!head.isReadable()) {
      arrived.remove().release();
    }
  }

  /** The whole frame that is next, still owned by this; only after {@link #ready} said so. */
  ByteBuf peek() {
    ByteBuf frame = whole;
    if (frame == null) {
      throw new IllegalStateException("no whole frame");
    }
    return frame;
  }

  /** Hands over the whole frame that is next. */
  public ByteBuf take() {
    ByteBuf frame = peek();
    whole = null;
    return frame;
  }

  /** Whether a frame has begun and not ended. */
  boolean isInsideFrame() {
    return partial != null || lengthBytesSeen > 0;
  }

  /** Bytes held that are not yet handed over. */
  int heldBytes() {
    int bytes = partial == null ? 0 : partial.readableBytes();
    bytes += whole == null ? 0 : whole.readableBytes();
    for (ByteBuf bytesArrived : arrived) {
      bytes += bytesArrived.readableBytes();
    }
    return bytes;
  }

  /** Lets go of everything. */
  public void close() {
    arrived.forEach(ByteBuf::release);
    arrived.clear();
    if (partial != null) {
      partial.release();
      partial = null;
    }
    if (whole != null) {
      whole.release();
      whole = null;
    }
  }
}
