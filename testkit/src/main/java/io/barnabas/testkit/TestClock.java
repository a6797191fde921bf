package io.barnabas.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time of a broker: it passes as everywhere, and jumps ahead when a test says so. What is due
 * by then, by wall clock or by timer, is done at once: retention, sessions, timeouts of
 * transactions, expiry of offsets. Clients have a time of their own, which this one leaves alone.
 * Any thread.
 */
public final class TestClock implements InstantSource {
  private final InstantSource real = InstantSource.system();
  private final AtomicLong aheadNanos = new AtomicLong();
  private final List<MovableScheduler> timers = new CopyOnWriteArrayList<>();

  TestClock() {}

  @Override
  public Instant instant() {
    return real.instant().plusNanos(aheadNanos.get());
  }

  /** How far the broker is ahead of everybody else. */
  public Duration ahead() {
    return Duration.ofNanos(aheadNanos.get());
  }

  /**
   * Moves the time ahead; there is no way back. Returns when every timer that is due has gone off;
   * what those set in motion on other threads, such as the deletion of segments, follows within
   * milliseconds. A timer that goes off again and again does so once, however far the jump. To
   * whatever waits for signs of life of a client it is as if there had been none all the while.
   *
   * @param duration zero or more
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + duration);
    }
    aheadNanos.addAndGet(duration.toNanos());
    timers.forEach(MovableScheduler::wake);
    timers.forEach(MovableScheduler::settle);
  }

  /** Monotonic, in nanoseconds. */
  long nanoTime() {
    return System.nanoTime() + aheadNanos.get();
  }

  void add(MovableScheduler timer) {
    timers.removeIf(MovableScheduler::isTerminated);
    timers.add(timer);
  }
}
