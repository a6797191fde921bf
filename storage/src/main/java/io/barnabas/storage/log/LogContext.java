package io.barnabas.storage.log;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.HandleCache;
import io.barnabas.storage.file.PageCache;
import io.barnabas.storage.producer.ProducerLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongUnaryOperator;

/**
 * What the logs of one log directory share.
 *
 * @param rollJitter a random number from 0 to its argument, 0 for 0
 * @param executor for work that blocks on the disk and that nobody's request waits on
 * @param syncs for syncs that appends wait for
 * @param openExecutor opens logs that appends wait for
 * @param scheduler for timed syncs; only starts them
 * @param flushBytes unsynced bytes of one log that ask for a sync
 * @param trash renamed files on their way out
 * @param producers how many producers are known, and for how long
 * @param health whether the directory is usable; failures are reported to it
 * @param checkpoints the directory's checkpoint files
 */
record LogContext(
    FileSystemPort files,
    HandleCache handles,
    PageCache pages,
    IndexStore indexes,
    TransactionIndexCache transactionIndexes,
    InstantSource clock,
    LongUnaryOperator rollJitter,
    Executor executor,
    SyncQueue syncs,
    Executor openExecutor,
    ScheduledExecutorService scheduler,
    long flushBytes,
    Trash trash,
    ProducerLimits producers,
    DirectoryHealth health,
    Checkpoints checkpoints) {

  /** Forgets what is cached of a file whose name may be used again. */
  void forget(Path file) {
    indexes.forget(file);
    handles.forget(file);
    LogFiles.baseOffset(file, LogFiles.LOG)
        .ifPresent(
            base ->
                transactionIndexes.forget(
                    file.resolveSibling(LogFiles.name(base) + LogFiles.TXN_INDEX)));
  }

  /**
   * Renames the directory of a log that nobody uses any more.
   *
   * @param durably whether a power loss must not undo it
   */
  void moveAway(Path partition, Path target, boolean durably) throws IOException {
    if (!files.exists(partition)) {
      return;
    }
    List<Path> entries = files.list(partition);
    files.rename(partition, target);
    // After the renaming, or a late reader could leave a handle that the name's next log would
    // find.
    entries.forEach(this::forget);
    if (durably) {
      files.syncDirectory(target.resolveSibling(".").normalize());
    }
  }
}
