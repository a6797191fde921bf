package io.barnabas.server.network;

import io.netty.channel.Channel;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection on which nothing has happened for too long. Confined to the connection's event
 * loop.
 */
final class IdleWatch implements Runnable {
  /** Before this has passed nobody looks again, however little may be idled. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Channel channel;
  private final Connection connection;
  private final long idleNanos;
  private final LongSupplier nanoTime;
  private @Nullable Future<?> next;

  private IdleWatch(Channel channel, Connection connection, long idleNanos, LongSupplier nanoTime) {
    this.channel = channel;
    this.connection = connection;
    this.idleNanos = idleNanos;
    this.nanoTime = nanoTime;
  }

  static void start(Channel channel, Connection connection, long idleNanos, LongSupplier nanoTime) {
    IdleWatch watch = new IdleWatch(channel, connection, idleNanos, nanoTime);
    watch.lookIn(idleNanos);
    channel.closeFuture().addListener(closed -> watch.stop());
  }

  @Override
  public void run() {
    long left = connection.lastActiveNanos() + idleNanos - nanoTime.getAsLong();
    if (left > 0) {
      lookIn(left);
    } else if (!connection.closeUnlessBusy()) {
      lookIn(idleNanos);
    }
  }

  private void lookIn(long nanos) {
    next = channel.eventLoop().schedule(this, Math.max(PAUSE_NANOS, nanos), TimeUnit.NANOSECONDS);
  }

  private void stop() {
    if (next != null) {
      next.cancel(false);
    }
  }
}
