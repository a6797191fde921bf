package io.barnabas.storage.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the logs of one directory: everything synced, closed, and its checkpoints written. */
final class CleanShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(CleanShutdown.class);

  private CleanShutdown() {}

  /** Blocks until done; whether all of it succeeded. */
  static boolean of(LogDirectory directory, LogContext context) {
    List<PartitionLog> logs = List.copyOf(directory.logs().values());
    // Most of the work, by many threads; what follows finds little left to sync.
    new ParallelFlush(
            logs.stream().map(PartitionLog::loadedOrNull).filter(Objects::nonNull).toList(),
            ParallelFlush.MOST)
        .run(context.syncs());
    List<CompletableFuture<Void>> pending = new ArrayList<>();
    boolean clean = true;
    for (PartitionLog log : logs) {
      LoadedLog loaded = log.loadedOrNull();
      // One that could not be opened, for want of files, may still be to be recovered.
      clean &= loaded != null || !log.isOnDisk() || log.checkpointed().clean();
      pending.add(
          (loaded == null ? log.close("the broker is shutting down") : loaded.shutDown())
              .toCompletableFuture());
    }
    for (CompletableFuture<Void> one : pending) {
      try {
        one.join();
      } catch (CompletionException e) {
        clean = false;
      }
    }
    try {
      directory.writeAll();
    } catch (IOException e) {
      LOG.warn("The checkpoints of {} cannot be written: {}", directory.path(), e.toString());
      clean = false;
    }
    return clean;
  }
}
