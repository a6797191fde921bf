package io.barnabas.server.fetch;

import io.barnabas.server.metrics.Delays;
import io.barnabas.server.partition.Partitions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Serves fetches. Thread-safe. */
public final class Fetcher {
  private final FetchSessions sessions;
  private final PartitionReader reader;
  private final Delays waiting;
  private final Executor readerPool;
  private final ScheduledExecutorService scheduler;

  /**
   * A fetcher.
   *
   * @param readerPool for reads that are likely to wait for the disk
   * @param scheduler for the end of waits; nothing else runs on it here
   * @param waiting counts the fetches that wait for data
   */
  public Fetcher(
      Partitions partitions,
      FetchSessions sessions,
      Executor readerPool,
      ScheduledExecutorService scheduler,
      Delays waiting) {
    this.waiting = waiting;
    this.sessions = sessions;
    this.reader = new PartitionReader(partitions);
    this.readerPool = readerPool;
    this.scheduler = scheduler;
  }

  /**
   * Fetches; reads at once, on this thread when the data is likely to be in memory.
   *
   * @param client who fetches; a wait ends when the client leaves
   * @return with references of the records found, which pass to the receiver
   */
  public CompletionStage<FetchContext.Answer> fetch(
      FetchDemand demand, FetchLimits limits, FetchClient client) {
    FetchContext context = sessions.begin(demand);
    if (context.fault() != null) {
      return CompletableFuture.completedFuture(context.answer(List.of()));
    }
    OneFetch fetch = new OneFetch(context, limits, reader, client, waiting);
    if (fetch.isCold()) {
      readerPool.execute(() -> fetch.run(client, scheduler, true));
    } else {
      fetch.run(client, scheduler, false);
    }
    return fetch.answer();
  }
}
