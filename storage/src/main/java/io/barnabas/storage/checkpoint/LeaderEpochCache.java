package io.barnabas.storage.checkpoint;

import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.EpochEndOffset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The leader epochs of a log with the offsets they begin at, both strictly rising. What divergent
 * replicas and careful consumers ask to find where histories part.
 *
 * <p>Changes are made by the log's owner, one thread at a time, and in memory only, until {@link
 * #flush}; it must be called before a recovery point is recorded, because recovery finds again only
 * the epochs of batches behind it. Readers see an immutable list and may be any thread.
 */
public final class LeaderEpochCache {
  /** Asked for, or answered, when no epoch is known. */
  public static final int UNKNOWN_EPOCH = -1;

  private static final EpochEndOffset UNKNOWN = new EpochEndOffset(UNKNOWN_EPOCH, -1);

  private final LeaderEpochCheckpoint checkpoint;
  private volatile List<EpochEntry> entries;
  private List<EpochEntry> flushed;
  private boolean needsDirectorySync;

  private LeaderEpochCache(LeaderEpochCheckpoint checkpoint, List<EpochEntry> entries) {
    this.checkpoint = checkpoint;
    this.entries = entries;
    this.flushed = entries;
  }

  /**
   * Reads what the log's {@code leader-epoch-checkpoint} says; empty if there is none. After a
   * crash it may be behind or ahead of the log: truncate it to the log's range and assign what
   * recovery finds.
   *
   * @throws io.barnabas.storage.log.CorruptLogException if it is not what was written
   */
  public static LeaderEpochCache load(FileSystemPort files, Path file) throws IOException {
    LeaderEpochCheckpoint checkpoint = new LeaderEpochCheckpoint(files, file);
    return new LeaderEpochCache(checkpoint, List.copyOf(checkpoint.read()));
  }

  /** Begins with nothing, whatever the file says; for a log whose checkpoint is lost. */
  public static LeaderEpochCache empty(FileSystemPort files, Path file) {
    return new LeaderEpochCache(new LeaderEpochCheckpoint(files, file), List.of());
  }

  /**
   * Says that records from {@code startOffset} on are of {@code epoch}. Does nothing if that is
   * known; entries that contradict it (of this epoch or later, or beginning there or later) go.
   */
  public void assign(int epoch, long startOffset) {
    List<EpochEntry> known = entries;
    int kept = known.size();
    if (kept > 0) {
      EpochEntry latest = known.get(kept - 1);
      if (latest.epoch() == epoch && latest.startOffset() <= startOffset) {
        return;
      }
    }
    while (kept > 0 && contradicts(known.get(kept - 1), epoch, startOffset)) {
      kept--;
    }
    List<EpochEntry> changed = new ArrayList<>(kept + 1);
    changed.addAll(known.subList(0, kept));
    changed.add(new EpochEntry(epoch, startOffset));
    entries = List.copyOf(changed);
  }

  private static boolean contradicts(EpochEntry entry, int epoch, long startOffset) {
    return entry.epoch() >= epoch || entry.startOffset() >= startOffset;
  }

  /** The epoch of the newest records, {@link #UNKNOWN_EPOCH} if none is known. */
  public int latestEpoch() {
    List<EpochEntry> known = entries;
    return known.isEmpty() ? UNKNOWN_EPOCH : known.get(known.size() - 1).epoch();
  }

  /**
   * The epoch that the record at {@code offset} was written under; empty if it lies before all that
   * is known.
   */
  public OptionalInt epochForOffset(long offset) {
    List<EpochEntry> known = entries;
    for (int i = known.size() - 1; i >= 0; i--) {
      if (known.get(i).startOffset() <= offset) {
        return OptionalInt.of(known.get(i).epoch());
      }
    }
    return OptionalInt.empty();
  }

  /**
   * Where {@code epoch} ends (OffsetsForLeaderEpoch): for the latest, the log's end; for one that
   * was never led under, the end of the next older one; for one before all that is known, where
   * knowledge begins; for one still to come, unknown (-1, -1).
   */
  public EpochEndOffset endOffsetFor(int epoch, long logEndOffset) {
    List<EpochEntry> known = entries;
    if (epoch == UNKNOWN_EPOCH || known.isEmpty()) {
      return UNKNOWN;
    }
    int higher = known.size();
    while (higher > 0 && known.get(higher - 1).epoch() > epoch) {
      higher--;
    }
    if (higher == known.size()) {
      return known.get(higher - 1).epoch() == epoch
          ? new EpochEndOffset(epoch, logEndOffset)
          : UNKNOWN;
    }
    long end = known.get(higher).startOffset();
    return new EpochEndOffset(higher == 0 ? epoch : known.get(higher - 1).epoch(), end);
  }

  /** The log now ends at {@code endOffset}: epochs that begin there or later go. */
  public void truncateFromEnd(long endOffset) {
    List<EpochEntry> known = entries;
    int kept = known.size();
    while (kept > 0 && known.get(kept - 1).startOffset() >= endOffset) {
      kept--;
    }
    if (kept < known.size()) {
      entries = List.copyOf(known.subList(0, kept));
    }
  }

  /**
   * The log now begins at {@code startOffset}: epochs that ended before go, and the one that covers
   * it begins there.
   */
  public void truncateFromStart(long startOffset) {
    List<EpochEntry> known = entries;
    int covering = -1;
    while (covering + 1 < known.size() && known.get(covering + 1).startOffset() <= startOffset) {
      covering++;
    }
    if (covering < 0 || covering == 0 && known.get(0).startOffset() == startOffset) {
      return;
    }
    List<EpochEntry> changed = new ArrayList<>(known.subList(covering, known.size()));
    changed.set(0, new EpochEntry(known.get(covering).epoch(), startOffset));
    entries = List.copyOf(changed);
  }

  /** Forgets everything: the log begins anew. */
  public void clear() {
    entries = List.of();
  }

  /** The entries, oldest first; immutable. */
  public List<EpochEntry> entries() {
    return entries;
  }

  /**
   * Makes the file say what memory says; writes only if that has changed. By one at a time.
   *
   * @return whether the log's directory is to be synced for what was written, now or before
   */
  public boolean write() throws IOException {
    List<EpochEntry> known = entries;
    if (!known.equals(flushed)) {
      checkpoint.write(known);
      flushed = known;
      needsDirectorySync = true;
    }
    return needsDirectorySync;
  }

  /** What was written has its name for good. */
  public void directorySynced() {
    needsDirectorySync = false;
  }
}
