package io.barnabas.storage.log;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a log directory can be used. The first failure takes it offline until the next start:
 * what a failed sync has lost cannot be found out by trying again. Any thread.
 */
final class DirectoryHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DirectoryHealth.class);

  private final Path directory;
  private final BiConsumer<Path, String> onFailure;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  DirectoryHealth(Path directory, BiConsumer<Path, String> onFailure) {
    this.directory = directory;
    this.onFailure = onFailure;
  }

  /** Takes the directory offline. */
  void fail(String reason) {
    if (failure.compareAndSet(null, reason)) {
      LOG.error("Log directory {} goes offline: {}", directory, reason);
      onFailure.accept(directory, reason);
    }
  }

  /** Why the directory is offline; null while it is not. */
  @Nullable String failure() {
    return failure.get();
  }

  Path directory() {
    return directory;
  }
}
