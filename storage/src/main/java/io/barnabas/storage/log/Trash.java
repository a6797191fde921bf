package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes renamed files and directories after a delay. What it has not got to when the broker stops
 * is recognised by name and deleted at the next start. Any thread.
 */
final class Trash {
  private static final Logger LOG = LoggerFactory.getLogger(Trash.class);

  private final FileSystemPort files;
  private final ScheduledExecutorService scheduler;
  private final Executor executor;

  Trash(FileSystemPort files, ScheduledExecutorService scheduler, Executor executor) {
    this.files = files;
    this.scheduler = scheduler;
    this.executor = executor;
  }

  void deleteAfter(Path path, long delayMs) {
    try {
      if (delayMs <= 0) {
        executor.execute(() -> delete(path));
      } else {
        var unused =
            scheduler.schedule(
                () -> executor.execute(() -> delete(path)), delayMs, TimeUnit.MILLISECONDS);
      }
    } catch (RejectedExecutionException e) {
      LOG.debug("{} is left for the next start", path);
    }
  }

  private void delete(Path path) {
    try {
      if (files.isDirectory(path)) {
        // Its name first, or a power loss could bring a part of it back under the old one.
        files.syncDirectory(path.resolveSibling(".").normalize());
      }
      files.deleteRecursively(path);
    } catch (IOException e) {
      LOG.warn("{} could not be deleted and is left for the next start: {}", path, e.toString());
    }
  }
}
