package io.barnabas.storage.log;

import io.barnabas.storage.file.SyncFailedException;
import java.io.IOException;
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
  private final FreeSpace space;
  private final BiConsumer<Path, String> onFailure;
  private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

  DirectoryHealth(Path directory, FreeSpace space, BiConsumer<Path, String> onFailure) {
    this.directory = directory;
    this.space = space;
    this.onFailure = onFailure;
  }

  /** Takes the directory offline. */
  void fail(String reason) {
    if (failure.compareAndSet(null, reason)) {
      LOG.error("Log directory {} goes offline: {}", directory, reason);
      onFailure.accept(directory, reason);
    }
  }

  /** The directory is offline from the start; nobody needs to be told. */
  void failAtStart(String reason) {
    if (failure.compareAndSet(null, reason)) {
      LOG.error(
          "Log directory {} is offline until the next start, and its partitions with it: {}",
          directory,
          reason);
    }
  }

  /** Takes the directory offline unless the call may succeed later. */
  void failUnlessPassing(String doing, IOException e) {
    if (!space.isPassing(e)) {
      fail(doing + ": " + e);
    }
  }

  /** Takes the directory offline if the call was a sync. */
  void failIfUnsynced(String doing, IOException e) {
    if (e instanceof SyncFailedException) {
      fail(doing + ": " + e);
    }
  }

  /** What room there is. */
  FreeSpace space() {
    return space;
  }

  /** Why the directory is offline; null while it is not. */
  @Nullable String failure() {
    return failure.get();
  }

  Path directory() {
    return directory;
  }
}
