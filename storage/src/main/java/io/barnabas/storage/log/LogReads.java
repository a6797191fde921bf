package io.barnabas.storage.log;

import io.barnabas.storage.log.ReadOutcome.Unavailable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
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
  private final DirectoryHealth health;
  private volatile @Nullable String damageTold;

  LogReads(PartitionId id, DirectoryHealth health) {
    this.id = id;
    this.health = health;
  }

  ReadOutcome read(
      LoadedLog log,
      long offset,
      long endExclusive,
      int maxBytes,
      boolean atLeastOneBatch,
      boolean bringIn) {
    // A segment found may be renamed before it is opened; the second time it is not found any more.
    for (int attempt = 0; ; attempt++) {
      String unavailable = log.state().unavailable();
      if (unavailable != null) {
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
          return failed("reading", e);
        }
      } catch (CorruptLogException e) {
        return corrupt(e);
      } catch (IOException e) {
        return failed("reading", e);
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

  private Unavailable failed(String doing, IOException e) {
    // Without open files to spare, only who reads now is turned away.
    health.failUnlessPassing(doing + " " + id, e);
    return new Unavailable(doing + " failed: " + e.getMessage());
  }

  interface Search {
    TimestampAndOffset in(TimestampSearch timestamps) throws IOException;
  }

  /** As in {@link #read}, a segment may leave the log between its being found and opened. */
  static TimestampAndOffset search(LoadedLog log, Search search) throws IOException {
    for (int attempt = 0; ; attempt++) {
      try {
        return search.in(log.timestamps());
      } catch (NoSuchFileException e) {
        if (attempt >= 3) {
          throw e;
        }
      }
    }
  }
}
