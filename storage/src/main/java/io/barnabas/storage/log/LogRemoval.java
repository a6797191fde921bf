package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes the directories of logs that nobody uses any more out of the way. Blocks. */
final class LogRemoval {
  private static final Logger LOG = LoggerFactory.getLogger(LogRemoval.class);

  private final List<LogDirectory> directories;
  private final LogContexts contexts;
  private final LogIds ids;

  /** What is being taken out of the way, by the names of directories. */
  private final Map<String, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();

  LogRemoval(List<LogDirectory> directories, LogContexts contexts, LogIds ids) {
    this.directories = directories;
    this.contexts = contexts;
    this.ids = ids;
  }

  /** Notes that the log in a directory of this name is on its way out. */
  void begins(String name, CompletableFuture<Void> end) {
    underWay.put(name, end);
  }

  /** It is gone. */
  void ended(String name, CompletableFuture<Void> end) {
    underWay.remove(name, end);
    end.complete(null);
  }

  /** Returns when nothing of this name is on its way out. */
  void await(String name) {
    CompletableFuture<Void> end = underWay.get(name);
    if (end != null) {
      end.join();
    }
  }

  /**
   * Returns when all that began is gone: what is not closed for good is in the way of a clean end,
   * and what is not renamed would be so under the next broker.
   */
  void awaitAll() {
    List.copyOf(underWay.values()).forEach(CompletableFuture::join);
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

  /**
   * Sets aside what has the name of a log and no topic id, in other directories than that of the
   * log: a loss of power has taken the id, and nothing there was ever synced. It would be in the
   * way of a move, and the next topic of the name would take its records over.
   */
  void setNamelessAside(PartitionId id, Path partition) {
    for (LogDirectory directory : directories) {
      if (!directory.path().equals(partition.getParent()) && directory.health().failure() == null) {
        try {
          setNamelessAside(id, directory);
        } catch (IOException e) {
          directory.health().failUnlessPassing("setting " + id + " aside", e);
        }
      }
    }
  }

  /** Whether what has the name of a log says that it is another topic's. */
  boolean isOfAnother(PartitionId id, LogDirectory directory) {
    Path partition = directory.path().resolve(PartitionDirectories.name(id));
    try {
      Uuid owner = PartitionIdentity.topicId(contexts.of(directory).files(), partition);
      return owner != null && !owner.equals(id.topicId());
    } catch (IOException e) {
      directory.health().failUnlessPassing("looking at " + partition, e);
      return true;
    }
  }

  private void setNamelessAside(PartitionId id, LogDirectory directory) throws IOException {
    LogContext context = contexts.of(directory);
    Path nameless = directory.path().resolve(PartitionDirectories.name(id));
    if (context.files().isDirectory(nameless)
        && PartitionIdentity.topicId(context.files(), nameless) == null) {
      LOG.warn("{} has no topic id, and {} lies elsewhere; set aside", nameless, id);
      String name = PartitionDirectories.strayName(id, ids.next());
      context.moveAway(nameless, directory.path().resolve(name), true);
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
