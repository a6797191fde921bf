package io.barnabas.storage.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of the logs of one directory: everything synced, closed, and its checkpoints written. */
final class CleanShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(CleanShutdown.class);

  private CleanShutdown() {}

  /** Blocks until done; whether all of it succeeded. */
  static boolean of(LogDirectory directory) {
    List<CompletableFuture<Void>> pending = new ArrayList<>();
    for (PartitionLog log : directory.logs().values()) {
      LoadedLog loaded = log.loadedOrNull();
      pending.add(
          (loaded == null ? log.close("the broker is shutting down") : loaded.shutDown())
              .toCompletableFuture());
    }
    boolean clean = true;
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
