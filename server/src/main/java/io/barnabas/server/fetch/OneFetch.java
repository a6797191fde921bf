package io.barnabas.server.fetch;

import io.barnabas.server.metrics.Delays;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * One fetch on its way: reads all partitions, waits if that was too little, reads again those that
 * changed, and answers. One thread at a time: the caller's or the reader pool's at first, the
 * client's executor's after a wait.
 */
final class OneFetch {
  private final FetchContext context;
  private final FetchLimits limits;
  private final PartitionReader reader;
  private final Delays waiting;
  private final List<FetchTarget> targets;
  private final @Nullable Partition[] partitions;
  private final Partition.@Nullable Progress[] seen;
  private final @Nullable FetchedPartition[] found;
  private final boolean[] denied;
  private final CompletableFuture<FetchContext.Answer> answer = new CompletableFuture<>();
  private @Nullable FetchWait wait;

  OneFetch(
      FetchContext context,
      FetchLimits limits,
      PartitionReader reader,
      FetchClient client,
      Delays waiting) {
    this.waiting = waiting;
    this.context = context;
    this.limits = limits;
    this.reader = reader;
    this.targets = context.targets();
    this.partitions = new Partition[targets.size()];
    this.seen = new Partition.Progress[targets.size()];
    this.found = new FetchedPartition[targets.size()];
    this.denied = new boolean[targets.size()];
    for (int i = 0; i < partitions.length; i++) {
      FetchKey key = targets.get(i).key();
      denied[i] = !client.mayRead(key);
      partitions[i] = denied[i] ? null : reader.find(key);
    }
  }

  CompletionStage<FetchContext.Answer> answer() {
    return answer;
  }

  /** Whether reading is likely to wait for the disk. */
  boolean isCold() {
    for (int i = 0; i < partitions.length; i++) {
      if (reader.isCold(targets.get(i), partitions[i])) {
        return true;
      }
    }
    return false;
  }

  /**
   * Reads, then answers or waits.
   *
   * @param mayBlock whether this thread may wait for the disk
   */
  void run(FetchClient client, ScheduledExecutorService scheduler, boolean mayBlock) {
    guarded(
        () -> {
          boolean[] all = new boolean[targets.size()];
          Arrays.fill(all, true);
          long bytes = read(all, mayBlock);
          if (isEnough(bytes)) {
            finish();
          } else {
            await(limits.minBytes() - bytes, client, scheduler);
          }
        });
  }

  private void await(long missing, FetchClient client, ScheduledExecutorService scheduler) {
    FetchWait next =
        new FetchWait(
            missing,
            limits.isolation(),
            client,
            () -> guarded(this::readChanged),
            () -> guarded(this::abandon),
            waiting);
    wait = next;
    for (int i = 0; i < partitions.length; i++) {
      Partition partition = partitions[i];
      Partition.Progress before = seen[i];
      if (partition != null && before != null) {
        next.add(i, partition, before);
      }
    }
    next.begin(limits.maxWaitMs(), scheduler);
  }

  private void readChanged() {
    FetchWait waited = wait;
    if (waited != null) {
      read(waited.changedPlaces(targets.size()), false);
    }
    finish();
  }

  /** Answers nothing to nobody; the session, if any, stays as it was. */
  private void abandon() {
    release();
    answer.complete(new FetchContext.Answer(SessionEpochs.NO_SESSION, null, List.of()));
  }

  private void release() {
    for (int i = 0; i < found.length; i++) {
      FetchedPartition each = found[i];
      found[i] = null;
      if (each != null) {
        each.release();
      }
    }
  }

  /** Reads the places marked, and those that gave data before, whose share may have changed. */
  private long read(boolean[] marked, boolean mayBlock) {
    FetchBudget budget = new FetchBudget(limits);
    long bytes = 0;
    for (int i = 0; i < found.length; i++) {
      FetchedPartition before = found[i];
      if (marked[i] || before == null || before.sizeInBytes() > 0) {
        found[i] = null;
        if (before != null) {
          before.release();
        }
        Partition partition = partitions[i];
        seen[i] = partition == null ? null : partition.progress();
        found[i] =
            denied[i]
                ? FetchedPartition.failed(targets.get(i), PartitionFault.NOT_AUTHORIZED)
                : reader.read(targets.get(i), partition, budget, mayBlock);
      }
      FetchedPartition now = found[i];
      bytes += now == null ? 0 : now.sizeInBytes();
    }
    return bytes;
  }

  private boolean isEnough(long bytes) {
    if (limits.maxWaitMs() <= 0 || targets.isEmpty() || bytes >= limits.minBytes()) {
      return true;
    }
    for (FetchedPartition each : found) {
      if (each != null && (each.fault() != null || each.divergence() != null)) {
        return true;
      }
    }
    return false;
  }

  private void finish() {
    for (int i = 0; i < found.length; i++) {
      Partition partition = partitions[i];
      FetchedPartition each = found[i];
      if (partition != null && each != null) {
        partition.traffic().fetched(each.fault(), each.sizeInBytes());
      }
    }
    @SuppressWarnings("NullAway") // read fills every place
    List<FetchedPartition> all = Arrays.asList(found);
    answer.complete(context.answer(all));
  }

  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      release();
      answer.completeExceptionally(e);
    }
  }
}
