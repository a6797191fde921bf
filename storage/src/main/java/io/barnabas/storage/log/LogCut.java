package io.barnabas.storage.log;

import io.barnabas.storage.file.SyncFailedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A log as it is at one moment, which lasts until the cut is released: nothing is appended, rolled,
 * compacted or taken away meanwhile, and whoever wants to waits without a thread. Whoever holds the
 * cuts of several logs at once sees them all at the same moment.
 */
public final class LogCut {
  /**
   * A segment's file.
   *
   * @param bytes how much of it belongs to the cut; what is behind may be written later
   * @param synced whether all of it is durable already
   */
  public record SegmentFile(Path path, long baseOffset, int bytes, boolean synced) {}

  private final PartitionId id;
  private final List<SegmentFile> files;
  private final long startOffset;
  private final long endOffset;
  private final long cleanedOffset;
  private final DirectoryHealth health;
  private final Runnable release;

  private LogCut(PartitionId id, LogState state, Runnable release) {
    this.id = id;
    this.files = files(state);
    this.startOffset = state.logStartOffset();
    this.endOffset = state.end().offset();
    this.cleanedOffset = state.cleanedOffset();
    this.health = state.context().health();
    this.release = release;
  }

  /**
   * Waits for the moment. Opens the log if need be, and blocks then; the stage completes on any
   * thread.
   *
   * @return fails with an IllegalStateException where the log cannot be used, with the reason
   */
  public static CompletionStage<LogCut> of(PartitionLog log) {
    return log.loaded().takeTurn().thenApply(release -> take(log, release));
  }

  private static LogCut take(PartitionLog log, Runnable release) {
    try {
      // Asked for now: while it waited it may have been moved to another directory.
      LogState state = log.loaded().state();
      String unavailable = state.unavailable();
      if (unavailable != null) {
        throw new IllegalStateException(log.id() + " cannot be used: " + unavailable);
      }
      return new LogCut(log.id(), state, release);
    } catch (RuntimeException e) {
      release.run();
      throw e;
    }
  }

  private static List<SegmentFile> files(LogState state) {
    List<SegmentFile> files = new ArrayList<>();
    Segments segments = state.segments();
    long recoveryPoint = state.recoveryPoint();
    for (int index = 0; index < segments.count(); index++) {
      Segment segment = segments.get(index);
      if (segment.onDisk()) {
        boolean synced = segments.endOf(index, state.end().offset()) <= recoveryPoint;
        files.add(new SegmentFile(segment.file(), segment.baseOffset(), segment.size(), synced));
      }
    }
    return files;
  }

  public PartitionId id() {
    return id;
  }

  /** The segments with a file, in their order. */
  public List<SegmentFile> files() {
    return files;
  }

  /** The first offset that can be read. */
  public long startOffset() {
    return startOffset;
  }

  /** The offset the next record would have got. */
  public long endOffset() {
    return endOffset;
  }

  /** Everything below was compacted. */
  public long cleanedOffset() {
    return cleanedOffset;
  }

  /** The name of the log's directory. */
  public String directoryName() {
    return PartitionDirectories.name(id);
  }

  /** Somebody else's sync of one of the files failed: the log directory goes offline. */
  public void syncFailed(SyncFailedException e) {
    health.failIfUnsynced("syncing " + id + " for a snapshot", e);
  }

  /** Lets the log go on. Once. */
  public void release() {
    release.run();
  }
}
