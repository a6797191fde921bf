package io.barnabas.compat.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for conditions. Deadlines are generous: they end a hopeless test, they measure nothing. */
public final class Await {
  public static final Duration GENEROUS = Duration.ofSeconds(60);
  private static final long POLL_NANOS = Duration.ofMillis(10).toNanos();

  private Await() {}

  public static void until(String what, Callable<Boolean> condition) {
    until(what, GENEROUS, condition, () -> "");
  }

  /**
   * Returns once {@code condition} holds. An exception of the condition counts as "not yet" and is
   * told when the deadline passes.
   */
  public static void until(
      String what, Duration deadline, Callable<Boolean> condition, Supplier<String> detail) {
    long end = System.nanoTime() + deadline.toNanos();
    Exception last = null;
    do {
      try {
        if (condition.call()) {
          return;
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      LockSupport.parkNanos(POLL_NANOS);
    } while (System.nanoTime() < end);
    throw failure(what, deadline, detail.get(), last);
  }

  private static AssertionError failure(
      String what, Duration deadline, String detail, @Nullable Exception last) {
    return new AssertionError(
        "not within " + deadline.toSeconds() + " s: " + what + " " + detail, last);
  }
}
