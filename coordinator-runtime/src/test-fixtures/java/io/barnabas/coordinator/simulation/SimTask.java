package io.barnabas.coordinator.simulation;

import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A task at a point of virtual time. */
public final class SimTask extends FutureTask<@Nullable Void>
    implements RunnableScheduledFuture<@Nullable Void> {
  private final SimWorld world;
  private final long dueNanos;
  private final long number;

  SimTask(SimWorld world, long dueNanos, long number, Runnable task) {
    super(task, null);
    this.world = world;
    this.dueNanos = dueNanos;
    this.number = number;
  }

  long dueNanos() {
    return dueNanos;
  }

  long number() {
    return number;
  }

  @Override
  protected void setException(Throwable failure) {
    throw new AssertionError("a simulated task failed", failure);
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    world.cancel(this);
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public boolean isPeriodic() {
    return false;
  }

  @Override
  public long getDelay(TimeUnit unit) {
    return unit.convert(dueNanos - world.nanoTime(), TimeUnit.NANOSECONDS);
  }

  @Override
  public int compareTo(Delayed other) {
    return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
  }
}
