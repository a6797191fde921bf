package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.HandleCache;
import io.barnabas.storage.index.SegmentIndexes;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One segment: a file of batches, and what is known of it. Changed only by the log's writer;
 * readers see the published size and never read beyond it.
 *
 * <p>The indexes of the segment being appended to are held here; those of the others come from
 * {@link IndexStore}.
 */
final class Segment {
  /** The largest timestamp of a segment and the last offset of the first batch that has it. */
  record MaxTimestamp(long timestampMs, long offset) {
    static final MaxTimestamp NONE = new MaxTimestamp(-1, -1);
  }

  private final Path directory;
  private final Path file;
  private final long baseOffset;
  private final long createdMs;

  private volatile int size;
  private volatile @Nullable SegmentIndexes active;
  private volatile @Nullable MaxTimestamp maxTimestamp;

  private volatile boolean onDisk;
  private volatile boolean needsDirectorySync;
  private volatile boolean dropped;
  private volatile @Nullable FileHandle pinned;
  private volatile boolean preallocated;
  private final AtomicInteger trims = new AtomicInteger();
  private volatile int syncedTrims;

  // Of the writer.
  private int roomEnd;
  private int bytesSinceIndexEntry;
  private long rollTimestamp = -1;
  private int offsetEntriesOnDisk;
  private int timeEntriesOnDisk;

  Segment(Path directory, long baseOffset, int size, long createdMs, boolean onDisk) {
    this.directory = directory;
    this.file = LogFiles.of(directory, baseOffset, LogFiles.LOG);
    this.baseOffset = baseOffset;
    this.size = size;
    this.createdMs = createdMs;
    this.onDisk = onDisk;
  }

  Path directory() {
    return directory;
  }

  Path file() {
    return file;
  }

  long baseOffset() {
    return baseOffset;
  }

  /** Bytes that may be read. */
  int size() {
    return size;
  }

  /** Whether the log file exists; an empty first segment has none. */
  boolean onDisk() {
    return onDisk;
  }

  void createdOnDisk() {
    needsDirectorySync = true;
    onDisk = true;
  }

  /** Whether the file's directory entry may be lost with the power. */
  boolean needsDirectorySync() {
    return needsDirectorySync;
  }

  void directorySynced() {
    needsDirectorySync = false;
  }

  /** Whether the file is longer than what was written to it. */
  boolean isPreallocated() {
    return preallocated;
  }

  void preallocated() {
    preallocated = true;
  }

  /** Where the zeros end that were written behind the batches; anything below them for none. */
  int roomEnd() {
    return roomEnd;
  }

  void roomUntil(int end) {
    roomEnd = end;
  }

  void trimmed() {
    preallocated = false;
    roomEnd = 0;
    trims.incrementAndGet();
  }

  /** Whether the file was cut to what was written, and the cut may be lost with the power. */
  boolean needsTrimSync() {
    return trims.get() != syncedTrims;
  }

  /** How often it was cut: what is cut while a sync runs may not be part of it. */
  int trims() {
    return trims.get();
  }

  void trimsSynced(int count) {
    syncedTrims = count;
  }

  /** Whether the segment is no longer part of the log; its files may be gone. */
  boolean isDropped() {
    return dropped;
  }

  /** Leaves the log; after this nobody writes its indexes. */
  synchronized void drop() {
    dropped = true;
  }

  /**
   * The open file; the caller releases it. A segment that has left the log is not opened: by now
   * its name may be another's, and who asks holds a list of segments that is out of date.
   *
   * @throws NoSuchFileException when the file is gone, or the segment no longer part of the log
   */
  FileHandle open(HandleCache handles) throws IOException {
    FileHandle held = pinned;
    if (held != null && held.tryRetain()) {
      return held;
    }
    FileHandle handle = handles.acquire(file);
    requireInLog(handle);
    return handle;
  }

  private void requireInLog(FileHandle handle) throws NoSuchFileException {
    // Asked after the file was opened: then the file is the one that had the name before.
    if (dropped) {
      handle.release();
      throw new NoSuchFileException(file.toString(), null, "no longer part of the log");
    }
  }

  /** Serves readers from an open file while the file has another name; takes over a reference. */
  void pin(FileHandle handle) {
    pinned = handle;
  }

  /** From now on the file is to be found under its name. */
  void unpin() {
    FileHandle held = pinned;
    if (held != null) {
      pinned = null;
      held.release();
    }
  }

  /** The indexes while the segment is appended to. */
  @Nullable SegmentIndexes active() {
    return active;
  }

  /** The largest timestamp; null when the indexes must be asked first. */
  @Nullable MaxTimestamp maxTimestamp() {
    return maxTimestamp;
  }

  void setMaxTimestamp(MaxTimestamp max) {
    maxTimestamp = max;
  }

  /** The time that {@code segment.ms} counts from: the first batch's, or the creation. */
  long rollTimestamp() {
    return rollTimestamp;
  }

  void setRollTimestamp(long timestamp) {
    rollTimestamp = timestamp;
  }

  long createdMs() {
    return createdMs;
  }

  /** Begins to be appended to. */
  void activate(
      SegmentIndexes indexes,
      MaxTimestamp max,
      int sinceEntry,
      int offsetsOnDisk,
      int timesOnDisk) {
    active = indexes;
    maxTimestamp = max;
    bytesSinceIndexEntry = sinceEntry;
    offsetEntriesOnDisk = offsetsOnDisk;
    timeEntriesOnDisk = timesOnDisk;
  }

  /** Ends to be appended to; the indexes are complete on disk. */
  void seal() {
    active = null;
  }

  /** Takes note of a batch that was written at a position; does not publish it yet. */
  void onBatch(int position, int bytes, long lastOffset, long batchMaxTimestamp, int interval) {
    SegmentIndexes indexes = activeIndexes();
    MaxTimestamp max = maxTimestamp;
    if (max == null || batchMaxTimestamp > max.timestampMs()) {
      max = new MaxTimestamp(batchMaxTimestamp, lastOffset);
      maxTimestamp = max;
    }
    if (rollTimestamp < 0) {
      rollTimestamp = batchMaxTimestamp;
    }
    if (bytesSinceIndexEntry > interval) {
      indexes.append(
          (int) (lastOffset - baseOffset),
          position,
          max.timestampMs(),
          (int) (max.offset() - baseOffset));
      bytesSinceIndexEntry = 0;
    }
    bytesSinceIndexEntry += bytes;
  }

  /** Lets readers see what was written. */
  void publish(int newSize) {
    size = newSize;
  }

  SegmentIndexes activeIndexes() {
    SegmentIndexes indexes = active;
    if (indexes == null) {
      throw new IllegalStateException(file + " is sealed");
    }
    return indexes;
  }

  int bytesSinceIndexEntry() {
    return bytesSinceIndexEntry;
  }

  int offsetEntriesOnDisk() {
    return offsetEntriesOnDisk;
  }

  int timeEntriesOnDisk() {
    return timeEntriesOnDisk;
  }

  void indexEntriesOnDisk(int offsets, int times) {
    offsetEntriesOnDisk = offsets;
    timeEntriesOnDisk = times;
  }
}
