package io.barnabas.server.metrics;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes a while to find out and of which many metrics tell a part: looked at again
 * when it is asked for and a second old. Any thread.
 */
public final class Glance<T> implements Supplier<T> {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

  private record Seen<T>(T what, long atNanos) {}

  private final Supplier<T> look;
  private final LongSupplier nanoTime;
  private volatile @Nullable Seen<T> seen;

  public Glance(Supplier<T> look, LongSupplier nanoTime) {
    this.look = look;
    this.nanoTime = nanoTime;
  }

  @Override
  public T get() {
    Seen<T> last = seen;
    return last != null && nanoTime.getAsLong() - last.atNanos() < FRESH_NANOS
        ? last.what()
        : again();
  }

  private synchronized T again() {
    Seen<T> last = seen;
    if (last == null || nanoTime.getAsLong() - last.atNanos() >= FRESH_NANOS) {
      last = new Seen<>(look.get(), nanoTime.getAsLong());
      seen = last;
    }
    return last.what();
  }
}
