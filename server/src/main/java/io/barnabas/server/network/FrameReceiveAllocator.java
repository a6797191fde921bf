package io.barnabas.server.network;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * Lets the socket be read straight into the frame that is being filled, which spares large requests
 * a copy; otherwise buffers adapt to what a read of the connection usually brings. One per
 * connection, confined to its event loop.
 */
final class FrameReceiveAllocator implements RecvByteBufAllocator {
  private static final int MIN_BYTES = 512;
  private static final int FIRST_BYTES = 2048;
  private static final int MAX_BYTES = 64 << 10;

  private final FrameAssembler assembler;

  FrameReceiveAllocator(FrameAssembler assembler) {
    this.assembler = assembler;
  }

  @Override
  public RecvByteBufAllocator.Handle newHandle() {
    return new Handle(
        (ExtendedHandle)
            new AdaptiveRecvByteBufAllocator(MIN_BYTES, FIRST_BYTES, MAX_BYTES).newHandle());
  }

  private final class Handle implements ExtendedHandle {
    private final ExtendedHandle adaptive;

    Handle(ExtendedHandle adaptive) {
      this.adaptive = adaptive;
    }

    @Override
    public ByteBuf allocate(ByteBufAllocator allocator) {
      ByteBuf frame = assembler.receiver();
      return frame != null ? frame : adaptive.allocate(allocator);
    }

    @Override
    public int guess() {
      return adaptive.guess();
    }

    @Override
    public void reset(ChannelConfig config) {
      adaptive.reset(config);
    }

    @Override
    public void incMessagesRead(int messages) {
      adaptive.incMessagesRead(messages);
    }

    @Override
    public void lastBytesRead(int bytes) {
      adaptive.lastBytesRead(bytes);
    }

    @Override
    public int lastBytesRead() {
      return adaptive.lastBytesRead();
    }

    @Override
    public void attemptedBytesRead(int bytes) {
      adaptive.attemptedBytesRead(bytes);
    }

    @Override
    public int attemptedBytesRead() {
      return adaptive.attemptedBytesRead();
    }

    @Override
    public boolean continueReading() {
      return adaptive.continueReading();
    }

    @Override
    public boolean continueReading(UncheckedBooleanSupplier maybeMoreData) {
      return adaptive.continueReading(maybeMoreData);
    }

    @Override
    public void readComplete() {
      adaptive.readComplete();
    }
  }
}
