package io.barnabas.server.network;

import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether one listener accepts connections: not before it is told to, not while there are too many,
 * and no faster than it may. Callers it does not accept wait in the kernel. Thread-safe.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Pace> paces;
  private final LongSupplier nanoTime;
  private @Nullable ChannelConfig config;
  private boolean room;
  private boolean pausing;

  /**
   * Accepts nobody.
   *
   * @param paces each is kept to
   */
  Acceptor(List<Pace> paces, LongSupplier nanoTime) {
    this.paces = List.copyOf(paces);
    this.nanoTime = nanoTime;
  }

  @Override
  public synchronized void handlerAdded(ChannelHandlerContext context) {
    config = context.channel().config();
  }

  /** Says whether there is room for more. */
  synchronized void accept(boolean more) {
    room = more;
    apply();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object connection) {
    long now = nanoTime.getAsLong();
    long waitNanos = 0;
    for (Pace pace : paces) {
      waitNanos = Math.max(waitNanos, pace.note(now));
    }
    if (waitNanos > 0) {
      pause(true);
      lookIn(context, waitNanos);
    }
    context.fireChannelRead(connection);
  }

  /** Again before long, as the limit may have changed meanwhile. */
  private void lookIn(ChannelHandlerContext context, long nanos) {
    var unused =
        context
            .executor()
            .schedule(() -> goOn(context), Math.min(nanos, PATIENCE_NANOS), TimeUnit.NANOSECONDS);
  }

  private void goOn(ChannelHandlerContext context) {
    long now = nanoTime.getAsLong();
    long waitNanos = paces.stream().mapToLong(pace -> pace.waitNanos(now)).max().orElse(0);
    if (waitNanos > 0) {
      lookIn(context, waitNanos);
    } else {
      pause(false);
    }
  }

  private synchronized void pause(boolean on) {
    pausing = on;
    apply();
  }

  private void apply() {
    if (config != null && config.isAutoRead() != (room && !pausing)) {
      config.setAutoRead(room && !pausing);
    }
  }
}
