package io.barnabas.storage.log;

import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.ReadOutcome.Unavailable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads of one log as its users see them: tried again when a file has just been renamed, and with
 * what fails told apart. Any thread.
 */
final class LogReads {
  private static final Logger LOG = LoggerFactory.getLogger(LogReads.class);

  private final PartitionId id;
  private volatile @Nullable String damageTold;

  LogReads(PartitionId id) {
    this.id = id;
  }

  /**
   * Reads.
   *
   * @param current the log as it is now: it may move to another directory meanwhile
   */
  ReadOutcome read(
      Supplier<LoadedLog> current,
      long offset,
      long endExclusive,
      int maxBytes,
      boolean atLeastOneBatch,
      boolean bringIn) {
    // A segment found may be renamed before it is opened; the second time it is not found any more.
    for (int attempt = 0; ; attempt++) {
      LoadedLog log = current.get();
      String unavailable = log.state().unavailable();
      if (unavailable != null) {
        if (log.state().isMoved() && attempt < 3) {
          continue;
        }
        return new Unavailable(unavailable);
      }
      try {
        ReadOutcome found = log.reader().read(offset, endExclusive, maxBytes, atLeastOneBatch);
        if (bringIn && found instanceof ReadOutcome.LogSlice slice) {
          log.reader().bringIn(slice);
        }
        return found;
      } catch (NoSuchFileException e) {
        if (attempt >= 3) {
          return failed(log, e);
        }
      } catch (CorruptLogException e) {
        return corrupt(e);
      } catch (IOException e) {
        return failed(log, e);
      }
    }
  }

  /** Damage to one file says nothing of the others; only who reads there is turned away. */
  private Unavailable corrupt(CorruptLogException e) {
    String damage = String.valueOf(e.getMessage());
    if (!damage.equals(damageTold)) {
      damageTold = damage;
      LOG.error("Reading {} failed: {}", id, damage);
    }
    return new Unavailable(damage);
  }

  private Unavailable failed(LoadedLog log, IOException e) {
    // Without open files to spare, only who reads now is turned away.
    log.state().context().health().failUnlessPassing("reading " + id, e);
    return new Unavailable("reading failed: " + e.getMessage());
  }

  /** Of a log that has just been moved, where it lies now. */
  static List<AbortedTransaction> aborted(Supplier<LoadedLog> current, long from, long endExclusive)
      throws IOException {
    LoadedLog log = current.get();
    try {
      return log.abortedTransactions(from, endExclusive);
    } catch (NoSuchFileException e) {
      if (log.state().isMoved()) {
        return current.get().abortedTransactions(from, endExclusive);
      }
      throw e;
    }
  }

  interface Search {
    TimestampAndOffset in(TimestampSearch timestamps) throws IOException;
  }

  /** As in {@link #read}, a segment may leave the log between its being found and opened. */
  static TimestampAndOffset search(Supplier<LoadedLog> current, Search search) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return search.in(current.get().timestamps());
      } catch (NoSuchFileException e) {
        if (attempt >= 3) {
          throw e;
        }
      }
    }
  }
}
