package io.barnabas.storage.log;

import io.barnabas.codec.Uuid;
import io.barnabas.storage.log.LogLoader.Checkpointed;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the finished copy of a log in its place (KIP-113), with the log's turn held, so that nothing
 * is appended meanwhile. Blocks.
 *
 * <p>Order on disk: the copy, durable, is marked as one and takes the log's name; what only
 * checkpoints say of the log is said in the new directory; then the original loses its name, which
 * decides. As long as both have it, the original counts, and nothing is written to the copy.
 */
final class LogSwap {
  private static final Logger LOG = LoggerFactory.getLogger(LogSwap.class);

  private final PartitionLog log;
  private final LogDirectory from;
  private final LogContext fromContext;
  private final LogDirectory to;
  private final LogContext toContext;
  private final Uuid unique;

  /** The directory that the original's files get is told apart by the unique id. */
  LogSwap(
      PartitionLog log,
      LogDirectory from,
      LogContext fromContext,
      LogDirectory to,
      LogContext toContext,
      Uuid unique) {
    this.log = log;
    this.from = from;
    this.fromContext = fromContext;
    this.to = to;
    this.toContext = toContext;
    this.unique = unique;
  }

  /**
   * Swaps them. When this fails, the log is where it was.
   *
   * @param copy closed, with everything that the log has
   */
  void run(PartitionLog copy) throws IOException {
    LoadedLog before = log.loaded();
    before.flusher().exclusively(() -> swap(before, copy));
  }

  private void swap(LoadedLog before, PartitionLog copy) throws IOException {
    Path there = to.path().resolve(PartitionDirectories.name(log.id()));
    if (toContext.files().exists(there)) {
      throw new IOException(there + " is in the way");
    }
    endWhereTheLogEnds(before.state(), copy);
    MovedMark.set(toContext.files(), copy.directory());
    to.forget(copy);
    LogPlace here = new LogPlace(log.directory(), fromContext);
    try {
      toContext.moveAway(copy.directory(), there, true);
      log.relocate(new LogPlace(there, toContext), load(before, there));
      to.adopt(log);
      Path away = from.path().resolve(PartitionDirectories.deletedName(log.id(), unique));
      fromContext.moveAway(here.directory(), away, true);
      fromContext.trash().deleteAfter(away, log.config().fileDeleteDelayMs());
    } catch (IOException | RuntimeException e) {
      takeBack(before, here, there, e);
      throw e;
    }
    before.state().setMoved();
    from.forget(log);
    removeMark(there);
  }

  /** What compaction has left no batch of still counts. */
  private void endWhereTheLogEnds(LogState state, PartitionLog copy) throws IOException {
    long end = state.end().offset();
    if (copy.logEndOffset() > end) {
      throw new IOException(copy.directory() + " has more than " + log.id());
    }
    if (copy.logEndOffset() < end) {
      Path empty = LogFiles.of(copy.directory(), end, LogFiles.LOG);
      toContext.files().openForWrite(empty).close();
    }
  }

  private LoadedLog load(LoadedLog before, Path there) throws IOException {
    LogState was = before.state();
    long end = was.end().offset();
    Checkpointed known =
        new Checkpointed(
            end,
            was.logStartOffset(),
            was.highWatermarkPosition().offset(),
            was.cleanedOffset(),
            true,
            true);
    LogState now = new LogLoader(log.id(), there, toContext, log.config(), known).load(false);
    if (now.end().offset() != end || now.logStartOffset() != was.logStartOffset()) {
      throw new IOException(there + " ends at " + now.end().offset() + " and not at " + end);
    }
    now.continueVersions(was);
    return new LoadedLog(now, before.queue());
  }

  private void takeBack(LoadedLog before, LogPlace here, Path there, Exception cause) {
    log.relocate(here, before);
    to.forget(log);
    if (!isThere(here.directory())) {
      // Whether that is durable nobody can say: the next start takes what it finds.
      from.health().fail("moving " + log.id() + ": " + cause);
      return;
    }
    try {
      Path away = to.path().resolve(PartitionDirectories.deletedName(log.id(), unique));
      toContext.moveAway(there, away, true);
      toContext.trash().deleteAfter(away, 0);
    } catch (IOException e) {
      // At the next start it is a copy among others.
      cause.addSuppressed(e);
    }
  }

  private boolean isThere(Path directory) {
    try {
      return fromContext.files().exists(directory);
    } catch (IOException e) {
      return false;
    }
  }

  /** It says nothing where there is no original; the next move removes it for certain. */
  private void removeMark(Path there) {
    try {
      MovedMark.remove(toContext.files(), there);
    } catch (IOException e) {
      LOG.debug("{} is still marked as a copy: {}", there, e.toString());
    }
  }
}
