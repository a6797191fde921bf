package io.barnabas.server.fetch;

import io.barnabas.server.metrics.Delays;
import io.barnabas.server.partition.Isolation;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A fetch that found less than it asked for, waiting for more or for its time to be up. Watches the
 * partitions it read, counts the bytes they gain, and completes once; which partitions gained is
 * remembered, so that only those are read again.
 *
 * <p>Nothing is polled: an idle wait costs its memory and one timer. The thread that appends only
 * counts here; the reading is done on the executor of the connection that asked, so that one append
 * that wakes a thousand fetchers does not read a thousand times on the producer's thread.
 */
final class FetchWait {
  private final long missingBytes;
  private final Isolation isolation;
  private final FetchClient client;
  private final Runnable completion;
  private final Runnable abandonment;
  private final Delays waiting;
  private final AtomicLong gainedBytes = new AtomicLong();
  private final AtomicBoolean done = new AtomicBoolean();
  private final List<PartitionWatch> watches = new ArrayList<>();
  private volatile @Nullable Future<?> timer;
  private volatile @Nullable Runnable unhook;

  /**
   * A wait that has not begun.
   *
   * @param missingBytes how many bytes more would be enough; positive
   * @param completion run once on the client's executor, when there are enough, when a partition
   *     changed its role, or when the time is up
   * @param abandonment run instead, when the client leaves before
   * @param waiting counts those that have begun and not ended, and those whose time was up
   */
  FetchWait(
      long missingBytes,
      Isolation isolation,
      FetchClient client,
      Runnable completion,
      Runnable abandonment,
      Delays waiting) {
    this.missingBytes = missingBytes;
    this.isolation = isolation;
    this.client = client;
    this.completion = completion;
    this.abandonment = abandonment;
    this.waiting = waiting;
  }

  /**
   * Prepares to watch a partition; before {@link #begin}, by the thread that read it.
   *
   * @param index the partition's place in the fetch
   * @param seen what the partition was like before it was read, so that no change after is missed;
   *     counting a change twice only ends the wait early
   */
  void add(int index, Partition partition, Partition.Progress seen) {
    watches.add(new PartitionWatch(index, partition, seen));
  }

  /** Begins to watch, for at most so long. What changed since the partitions were read counts. */
  void begin(long maxWaitMs, ScheduledExecutorService scheduler) {
    waiting.begin();
    timer = scheduler.schedule(this::expire, maxWaitMs, TimeUnit.MILLISECONDS);
    for (PartitionWatch watch : watches) {
      watch.partition.watch(watch);
      watch.changed();
    }
    if (!done.get()) {
      unhook = client.onGone(this::abandon);
    }
    if (done.get()) {
      // Completed while it began: what was watched or scheduled after that is cancelled here.
      cancelAll();
    }
  }

  /** Which of the places have changed since they were read. */
  boolean[] changedPlaces(int places) {
    boolean[] changed = new boolean[places];
    for (PartitionWatch watch : watches) {
      changed[watch.index] = watch.dirty;
    }
    return changed;
  }

  private void expire() {
    if (done.compareAndSet(false, true)) {
      waiting.expire();
      end();
    }
  }

  private void complete() {
    if (done.compareAndSet(false, true)) {
      end();
    }
  }

  private void end() {
    waiting.end();
    cancelAll();
    try {
      client.executor().execute(completion);
    } catch (RejectedExecutionException e) {
      // The loop of the connection is gone, and so is the connection: end it here.
      completion.run();
    }
  }

  private void abandon() {
    if (done.compareAndSet(false, true)) {
      waiting.end();
      cancelAll();
      abandonment.run();
    }
  }

  private void cancelAll() {
    Runnable hooked = unhook;
    if (hooked != null) {
      hooked.run();
    }
    Future<?> scheduled = timer;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
    for (PartitionWatch watch : watches) {
      watch.cancel();
    }
  }

  private final class PartitionWatch extends Watch {
    private final int index;
    private final Partition partition;
    private final Partition.Progress seen;
    private final AtomicLong countedBytes;
    private volatile boolean dirty;

    PartitionWatch(int index, Partition partition, Partition.Progress seen) {
      this.index = index;
      this.partition = partition;
      this.seen = seen;
      this.countedBytes = new AtomicLong(seen.writtenBytes());
    }

    @Override
    protected void changed() {
      Partition.Progress now = partition.progress();
      if (now.role() != seen.role()) {
        dirty = true;
        complete();
      } else if (now.readableEnd(isolation) > seen.readableEnd(isolation)) {
        dirty = true;
        if (missingBytes <= 1 || gainedBytes.addAndGet(gained(now)) >= missingBytes) {
          complete();
        }
      }
    }

    private long gained(Partition.Progress now) {
      long before = countedBytes.getAndAccumulate(now.writtenBytes(), Math::max);
      // Bytes written earlier and committed only now have been counted as seen already; how many
      // they are is not known, so they count as enough.
      return now.writtenBytes() > seen.writtenBytes()
          ? Math.max(0, now.writtenBytes() - before)
          : missingBytes;
    }
  }
}
