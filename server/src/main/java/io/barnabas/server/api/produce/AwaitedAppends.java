package io.barnabas.server.api.produce;

import io.barnabas.codec.ErrorCode;
import io.barnabas.server.api.produce.ProduceHandler.PendingPartition;
import io.barnabas.server.metrics.Delays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for all partitions of a produce request, at most for its timeout. What is not decided then
 * is told as timed out; it may still come to pass, as the protocol has it.
 */
final class AwaitedAppends {
  private final List<PendingPartition> pending;
  private final int timeoutMs;
  private final ScheduledExecutorService scheduler;
  private final Delays waiting;

  AwaitedAppends(
      List<PendingPartition> pending,
      int timeoutMs,
      ScheduledExecutorService scheduler,
      Delays waiting) {
    this.waiting = waiting;
    this.pending = pending;
    this.timeoutMs = timeoutMs;
    this.scheduler = scheduler;
  }

  /** Runs the action once, on the thread that decides the last partition: with a defect or null. */
  void whenDone(Consumer<@Nullable Throwable> action) {
    AtomicInteger left = new AtomicInteger(pending.size() + 1);
    AtomicReference<@Nullable Throwable> defect = new AtomicReference<>();
    AtomicReference<@Nullable Future<?>> timer = new AtomicReference<>();
    Runnable arrive =
        () -> {
          if (left.decrementAndGet() == 0) {
            end(timer.get());
            action.accept(defect.get());
          }
        };
    for (PendingPartition partition : pending) {
      CompletionStage<PartitionResult> unused =
          partition
              .future()
              .whenComplete(
                  (result, failure) -> {
                    if (failure != null) {
                      defect.set(causeOf(failure));
                    }
                    arrive.run();
                  });
    }
    if (left.get() > 1) {
      waiting.begin();
      timer.set(scheduler.schedule(this::timeOut, Math.max(0, timeoutMs), TimeUnit.MILLISECONDS));
    }
    arrive.run();
  }

  private void timeOut() {
    for (PendingPartition partition : pending) {
      if (partition.future().complete(PartitionResult.failed(ErrorCode.REQUEST_TIMED_OUT, null))) {
        waiting.expire();
      }
    }
  }

  private void end(@Nullable Future<?> timer) {
    if (timer != null) {
      waiting.end();
      timer.cancel(false);
    }
  }

  private static Throwable causeOf(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
