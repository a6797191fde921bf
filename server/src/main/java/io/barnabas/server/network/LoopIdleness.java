package io.barnabas.server.network;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How much of their time event loops spend waiting, by the processor time of their threads: costs
 * nothing but when it is asked for. One thread at a time.
 */
final class LoopIdleness {
  private final EventExecutorGroup loops;
  private final LongSupplier nanoTime;
  private final List<Double> last = new ArrayList<>();
  private final List<Long> usedNanos = new ArrayList<>();
  private long askedNanos;

  LoopIdleness(EventExecutorGroup loops, LongSupplier nanoTime) {
    this.loops = loops;
    this.nanoTime = nanoTime;
    this.askedNanos = nanoTime.getAsLong();
  }

  /** Of each loop, from 0 to 1, since this was asked before or since the start. */
  List<Double> sinceLastAsked() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long now = nanoTime.getAsLong();
    long passed = now - askedNanos;
    int index = 0;
    for (EventExecutor loop : loops) {
      if (index == last.size()) {
        last.add(1.0);
        usedNanos.add(0L);
      }
      long used = used(loop, threads);
      if (passed > 0) {
        double busy = (double) (used - usedNanos.get(index)) / passed;
        last.set(index, Math.min(1, Math.max(0, 1 - busy)));
        usedNanos.set(index, used);
      }
      index++;
    }
    askedNanos = now;
    return List.copyOf(last);
  }

  private static long used(EventExecutor loop, ThreadMXBean threads) {
    return loop instanceof SingleThreadEventExecutor single
        ? Math.max(0, threads.getThreadCpuTime(single.threadProperties().id()))
        : 0;
  }
}
