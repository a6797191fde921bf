package io.barnabas.server.network;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long nothing more is heard of a client that has used more than it may (KIP-219): its requests
 * wait unread. Confined to the connection's event loop.
 */
final class Mute {
  private final ScheduledExecutorService eventLoop;
  private final Runnable onEnd;
  private final LongSupplier nanoTime;
  private boolean on;
  private boolean ended;
  private long untilNanos;
  private @Nullable Future<?> waking;

  /**
   * Not muted.
   *
   * @param onEnd goes on with the client's requests
   */
  Mute(ScheduledExecutorService eventLoop, Runnable onEnd, LongSupplier nanoTime) {
    this.eventLoop = eventLoop;
    this.onEnd = onEnd;
    this.nanoTime = nanoTime;
  }

  /** Mutes for as long as the reply says, from now on. */
  void obey(@Nullable Reply reply) {
    int forMs = reply == null || ended ? 0 : reply.throttleMs();
    if (forMs <= 0) {
      return;
    }
    long until = nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(forMs);
    if (!isOn() || until - untilNanos > 0) {
      untilNanos = until;
      wakeNoMore();
      waking = eventLoop.schedule(onEnd, forMs + 1L, TimeUnit.MILLISECONDS);
    }
    on = true;
  }

  /**
   * The client is gone: nothing is kept of it until its time would have passed, which may be weeks.
   */
  void end() {
    ended = true;
    wakeNoMore();
  }

  private void wakeNoMore() {
    Future<?> before = waking;
    waking = null;
    if (before != null) {
      before.cancel(false);
    }
  }

  boolean isOn() {
    on = on && nanoTime.getAsLong() - untilNanos < 0;
    return on;
  }
}
