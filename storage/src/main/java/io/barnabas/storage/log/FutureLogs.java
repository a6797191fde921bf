package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** The copies of logs on their way to another log directory: made, found again, taken away. */
final class FutureLogs {
  private final LogContexts contexts;
  private final LogIds ids;
  private final Executor executor;

  FutureLogs(LogContexts contexts, LogIds ids, Executor executor) {
    this.contexts = contexts;
    this.ids = ids;
    this.executor = executor;
  }

  /**
   * Begins a copy with the batch that holds the log's start; there is a directory when this
   * returns.
   */
  PartitionLog make(PartitionLog log, LogDirectory to) throws IOException {
    long start = LogCopy.firstOffset(log);
    PartitionId id = log.id();
    Path path = to.path().resolve(String.valueOf(PartitionDirectories.futureName(id, ids.next())));
    to.forgetFound(PartitionDirectories.name(id));
    PartitionLog future =
        new PartitionLog(
            id,
            path,
            contexts.of(to),
            unhurried(log.config()),
            new LogLoader.Checkpointed(start, start, start, 0, true, true),
            () -> to.make(id, path));
    to.logs().put(id, future);
    String unavailable = future.loaded().state().unavailable();
    if (unavailable != null) {
      to.forget(future);
      throw new IOException(path + ": " + unavailable);
    }
    // What was compacted by then: a copy made before a compaction is none after it.
    future.loaded().state().setCleanedOffset(log.cleanedOffset());
    to.writeCleanedOffsets();
    return future;
  }

  /** Nobody waits for the syncs of a copy. */
  private static LogConfig unhurried(LogConfig config) {
    return config.toBuilder().flushMessages(Long.MAX_VALUE).flushMs(Long.MAX_VALUE).build();
  }

  /**
   * The copies in a directory, which belong to it from now on; what can be none is removed.
   *
   * @param known logs of which there is a copy elsewhere
   */
  List<PartitionLog> find(
      LogDirectory directory, Function<String, LogConfig> configs, Collection<PartitionId> known)
      throws IOException {
    List<PartitionLog> found = new ArrayList<>();
    LogContext context = contexts.of(directory);
    for (Path path : directory.futures()) {
      Uuid topicId = PartitionIdentity.topicId(context.files(), path);
      PartitionId id = topicId == null ? null : PartitionDirectories.parseFuture(path, topicId);
      if (id == null || known.contains(id) || directory.logs().containsKey(id)) {
        // Nothing but what the original has.
        context.files().deleteRecursively(path);
        continue;
      }
      PartitionLog future =
          new PartitionLog(
              id,
              path,
              context,
              unhurried(configs.apply(id.topic())),
              directory.checkpointed(PartitionDirectories.name(id)),
              null);
      directory.logs().put(id, future);
      found.add(future);
    }
    return found;
  }

  /**
   * Ends a copy.
   *
   * @param forGood whether it is deleted; otherwise it is kept, under a name that is never loaded
   */
  CompletionStage<Void> takeAway(PartitionLog future, LogDirectory to, boolean forGood) {
    return future
        .close("it is not moved any more")
        .thenRunAsync(() -> discard(future, to, forGood), executor);
  }

  private void discard(PartitionLog future, LogDirectory to, boolean forGood) {
    to.forget(future);
    LogContext context = contexts.of(to);
    PartitionId id = future.id();
    String name =
        forGood
            ? PartitionDirectories.deletedName(id, ids.next())
            : PartitionDirectories.strayName(id, ids.next());
    Path away = to.path().resolve(name);
    try {
      context.moveAway(future.directory(), away, true);
      if (forGood) {
        context.trash().deleteAfter(away, 0);
      }
    } catch (IOException e) {
      to.health().failUnlessPassing("taking " + future.directory() + " away", e);
    }
  }
}
