package io.barnabas.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A timer under a clock that jumps. */
final class MovableSchedulerTest {
  private final TestClock clock = new TestClock();
  private final MovableScheduler timer = new MovableScheduler(clock::nanoTime, Thread::new);

  MovableSchedulerTest() {
    clock.add(timer);
  }

  @AfterEach
  void stop() throws InterruptedException {
    timer.shutdown();
    assertTrue(timer.awaitTermination(10, TimeUnit.SECONDS));
  }

  @Test
  void shouldRunWhatIsDueAfterAJumpInTheOrderItIsDue() {
    List<String> ran = Collections.synchronizedList(new ArrayList<>());
    var unused = timer.schedule(() -> ran.add("two days"), 2, TimeUnit.DAYS);
    unused = timer.schedule(() -> ran.add("one hour"), 1, TimeUnit.HOURS);
    unused = timer.schedule(() -> ran.add("one day"), 1, TimeUnit.DAYS);

    clock.advance(Duration.ofDays(1));

    assertEquals(List.of("one hour", "one day"), ran);
  }

  @Test
  void shouldRunWhatComesAgainAndAgainOncePerJump() {
    AtomicInteger runs = new AtomicInteger();
    var repeated = timer.scheduleWithFixedDelay(runs::incrementAndGet, 1, 1, TimeUnit.HOURS);

    clock.advance(Duration.ofDays(7));
    assertEquals(1, runs.get());
    clock.advance(Duration.ofHours(1));
    assertEquals(2, runs.get());

    assertTrue(repeated.cancel(false));
    clock.advance(Duration.ofDays(1));
    assertEquals(2, runs.get());
  }

  @Test
  void shouldEndWhatFailsAndGoOnWithTheRest() {
    AtomicInteger failures = new AtomicInteger();
    var unused =
        timer.scheduleWithFixedDelay(
            () -> {
              failures.incrementAndGet();
              throw new IllegalStateException("a defect");
            },
            1,
            1,
            TimeUnit.HOURS);
    AtomicInteger others = new AtomicInteger();
    unused = timer.scheduleAtFixedRate(others::incrementAndGet, 1, 1, TimeUnit.HOURS);

    clock.advance(Duration.ofHours(1));
    clock.advance(Duration.ofHours(1));

    assertEquals(1, failures.get());
    assertEquals(2, others.get());
  }

  @Test
  void shouldRunWithoutAJumpInItsOwnTime() throws Exception {
    Future<String> soon = timer.schedule(() -> "soon", 1, TimeUnit.MILLISECONDS);

    assertEquals("soon", soon.get(10, TimeUnit.SECONDS));
  }

  @Test
  void shouldMoveTheClockFromWithinATask() throws Exception {
    CountDownLatch moved = new CountDownLatch(1);
    timer.execute(
        () -> {
          clock.advance(Duration.ofHours(1));
          moved.countDown();
        });

    assertTrue(moved.await(10, TimeUnit.SECONDS));
  }

  @Test
  void shouldDropWhatWaitsWhenItIsShutDown() throws InterruptedException {
    AtomicInteger runs = new AtomicInteger();
    Future<?> waiting = timer.schedule(runs::incrementAndGet, 1, TimeUnit.HOURS);

    timer.shutdown();
    assertTrue(timer.awaitTermination(10, TimeUnit.SECONDS));
    clock.advance(Duration.ofDays(1));

    assertFalse(waiting.isDone());
    assertEquals(0, runs.get());
    assertThrows(RejectedExecutionException.class, () -> timer.execute(runs::incrementAndGet));
  }
}
