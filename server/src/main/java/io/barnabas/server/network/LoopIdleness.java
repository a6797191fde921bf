package io.barnabas.server.network;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.LongSupplier;

/**
 * How much of their time event loops spend waiting, by the processor time of their threads: costs
 * nothing but when it is asked for. One thread at a time.
 */
final class LoopIdleness {
  private final EventExecutorGroup loops;
  private final LongSupplier nanoTime;
  private long askedNanos;
  private long usedNanos;
  private double last = 1;

  LoopIdleness(EventExecutorGroup loops, LongSupplier nanoTime) {
    this.loops = loops;
    this.nanoTime = nanoTime;
    this.askedNanos = nanoTime.getAsLong();
  }

  /** From 0 to 1, since this was asked before or since the start. */
  double sinceLastAsked() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long used = 0;
    int count = 0;
    for (EventExecutor loop : loops) {
      if (loop instanceof SingleThreadEventExecutor single) {
        used += Math.max(0, threads.getThreadCpuTime(single.threadProperties().id()));
        count++;
      }
    }
    long now = nanoTime.getAsLong();
    long passed = (now - askedNanos) * count;
    if (passed > 0) {
      last = Math.min(1, Math.max(0, 1 - (double) (used - usedNanos) / passed));
      askedNanos = now;
      usedNanos = used;
    }
    return last;
  }
}
