package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Takes the directories of logs that nobody uses any more out of the way. Blocks. */
final class LogRemoval {
  private final List<LogDirectory> directories;
  private final LogContexts contexts;
  private final LogIds ids;

  LogRemoval(List<LogDirectory> directories, LogContexts contexts, LogIds ids) {
    this.directories = directories;
    this.contexts = contexts;
    this.ids = ids;
  }

  /**
   * Renames the directory of a log, wherever it lies.
   *
   * @param forGood whether it is deleted; otherwise it is kept, under a name that is never loaded
   */
  void discard(PartitionLog log, boolean forGood) {
    for (LogDirectory directory : directories) {
      if (directory.logs().get(log.id()) == log) {
        discard(log, directory, forGood);
      }
    }
  }

  private void discard(PartitionLog log, LogDirectory directory, boolean forGood) {
    directory.forget(log);
    LogContext context = contexts.of(directory);
    Uuid unique = ids.next();
    String name =
        forGood
            ? PartitionDirectories.deletedName(log.id(), unique)
            : PartitionDirectories.strayName(log.id(), unique);
    Path away = directory.path().resolve(name);
    try {
      context.moveAway(log.directory(), away, log.mayBeNameless());
      if (forGood) {
        context.trash().deleteAfter(away, log.config().fileDeleteDelayMs());
      }
    } catch (IOException e) {
      directory.health().fail("deleting " + log.id() + ": " + e);
    }
  }
}
