package io.barnabas.storage.log;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.file.HandleCache;
import io.barnabas.storage.index.OffsetIndex;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.index.TimeIndex;
import io.barnabas.storage.log.Segment.MaxTimestamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of all segments of a store: held in the segment while it is appended to, loaded on
 * demand and cached within a bounded weight afterwards. A file that is missing, short or bad is
 * completed from the headers of the log.
 *
 * <p>Lookups come from any thread; writing and sealing a segment's indexes is guarded by the
 * segment.
 */
final class IndexStore {
  private static final Logger LOG = LoggerFactory.getLogger(IndexStore.class);

  /** Entries that are worth two files being opened: fewer are made again by who recovers. */
  private static final int MANY_PENDING = 16;

  private final HandleCache handles;
  private final IndexFiles onDisk;
  private final Cache<Path, SegmentIndexes> sealed;

  IndexStore(FileSystemPort files, HandleCache handles, long cacheBytes) {
    this.handles = handles;
    this.onDisk = new IndexFiles(files, handles);
    this.sealed =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Path file, SegmentIndexes indexes) -> indexes.weight())
            .executor(Runnable::run)
            .build();
  }

  /** The indexes of a segment, covering everything up to its published size. */
  SegmentIndexes of(Segment segment, int intervalBytes) throws IOException {
    SegmentIndexes active = segment.active();
    if (active != null) {
      return active;
    }
    try {
      return sealed.get(
          segment.file(),
          file -> {
            try {
              return loadSealed(segment, intervalBytes);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The indexes of a segment if they are in memory. */
  @Nullable SegmentIndexes ifLoaded(Segment segment) {
    SegmentIndexes active = segment.active();
    return active != null ? active : sealed.getIfPresent(segment.file());
  }

  /** The largest timestamp of a segment. */
  MaxTimestamp maxTimestamp(Segment segment, int intervalBytes) throws IOException {
    MaxTimestamp known = segment.maxTimestamp();
    if (known != null) {
      return known;
    }
    if (segment.size() > 0) {
      of(segment, intervalBytes);
    }
    known = segment.maxTimestamp();
    return known == null ? MaxTimestamp.NONE : known;
  }

  private SegmentIndexes loadSealed(Segment segment, int intervalBytes) throws IOException {
    SegmentIndexes decoded = onDisk.read(segment);
    int entriesOnDisk = decoded.offsets().count();
    int timesOnDisk = decoded.times().count();
    // A segment that was rolled when all its records were synced has its indexes synced by nobody.
    SegmentTail tail = completeUnsynced(segment, decoded, segment.size(), intervalBytes);
    if (segment.isDropped()) {
      // Perhaps another segment's files were read under its name.
      throw new NoSuchFileException(segment.file().toString(), null, "no longer part of the log");
    }
    segment.setMaxTimestamp(tail.max());
    if (tail.indexes().offsets().count() != entriesOnDisk
        || tail.indexes().times().count() != timesOnDisk) {
      LOG.warn("Completed the indexes of {}, which were missing or short", segment.file());
      save(segment, tail.indexes());
    }
    return tail.indexes();
  }

  /** Spares the next load the work; a reader does not fail because that is impossible. */
  private void save(Segment segment, SegmentIndexes indexes) {
    synchronized (segment) {
      if (!segment.isDropped()) {
        try {
          onDisk.writeAll(segment, indexes);
        } catch (IOException e) {
          LOG.warn("The indexes of {} cannot be saved: {}", segment.file(), e.toString());
        }
      }
    }
  }

  /** Indexes that cover a segment up to a size, and what an appender must know besides. */
  record SegmentTail(
      SegmentIndexes indexes,
      MaxTimestamp max,
      int bytesSinceEntry,
      long nextOffset,
      int position) {}

  /** Reads indexes that may not have been synced and completes them up to a size. */
  SegmentTail load(Segment segment, int size, int intervalBytes) throws IOException {
    return completeUnsynced(segment, onDisk.read(segment), size, intervalBytes);
  }

  /** Completes indexes up to a size by walking the headers behind their last entry. */
  SegmentTail complete(Segment segment, SegmentIndexes known, int size, int intervalBytes)
      throws IOException {
    int start = known.offsets().lastPositionNotAfter(Math.max(0, size - 1));
    return complete(segment, known, start, size, intervalBytes);
  }

  /**
   * As above for indexes that were not synced: the time index may have lost entries that the offset
   * index has kept, so the walk begins where the time index ends.
   */
  SegmentTail completeUnsynced(Segment segment, SegmentIndexes known, int size, int intervalBytes)
      throws IOException {
    int lastIndexed = known.offsets().lastPositionNotAfter(Math.max(0, size - 1));
    int lastTimed = known.offsets().positionFor(known.times().lastRelativeOffset());
    return complete(segment, known, Math.min(lastIndexed, lastTimed), size, intervalBytes);
  }

  private SegmentTail complete(
      Segment segment, SegmentIndexes known, int start, int size, int intervalBytes)
      throws IOException {
    long base = segment.baseOffset();
    MaxTimestamp max =
        known.times().count() == 0
            ? MaxTimestamp.NONE
            : new MaxTimestamp(
                known.times().lastTimestamp(), base + known.times().lastRelativeOffset());
    if (size == 0) {
      return new SegmentTail(known, max, 0, base, 0);
    }
    int sinceEntry = 0;
    long next = base;
    FileHandle handle = segment.open(handles);
    try {
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), start, size);
      while (walk.next()) {
        next = walk.lastOffset() + 1;
        if (walk.maxTimestamp() > max.timestampMs()) {
          max = new MaxTimestamp(walk.maxTimestamp(), walk.lastOffset());
        }
        if (known.offsets().hasEntryAt(walk.position())) {
          // Where one index has an entry the other has one that covers the batch, on which whoever
          // begins at the entry relies.
          known.times().maybeAppend(max.timestampMs(), (int) (max.offset() - base));
          sinceEntry = 0;
        } else if (sinceEntry > intervalBytes) {
          known.append(
              (int) (walk.lastOffset() - base),
              walk.position(),
              max.timestampMs(),
              (int) (max.offset() - base));
          sinceEntry = 0;
        }
        sinceEntry += walk.sizeInBytes();
      }
    } finally {
      handle.release();
    }
    return new SegmentTail(known, max, sinceEntry, next, size);
  }

  /** As {@link #writePending}, where many entries are missing. */
  void writePendingIfMany(Segment segment) throws IOException {
    synchronized (segment) {
      SegmentIndexes indexes = segment.active();
      if (indexes != null
          && indexes.offsets().count() - segment.offsetEntriesOnDisk() >= MANY_PENDING) {
        writePending(segment);
      }
    }
  }

  /** Appends to the index files what they lack; not synced. Creates none for an empty index. */
  void writePending(Segment segment) throws IOException {
    synchronized (segment) {
      SegmentIndexes indexes = segment.active();
      if (indexes == null || segment.isDropped()) {
        return;
      }
      int offsets = indexes.offsets().count();
      int times = indexes.times().count();
      onDisk.write(
          IndexFiles.file(segment, LogFiles.INDEX),
          (long) segment.offsetEntriesOnDisk() * OffsetIndex.ENTRY_BYTES,
          indexes.offsets().encode(segment.offsetEntriesOnDisk()),
          false);
      onDisk.write(
          IndexFiles.file(segment, LogFiles.TIME_INDEX),
          (long) segment.timeEntriesOnDisk() * TimeIndex.ENTRY_BYTES,
          indexes.times().encode(segment.timeEntriesOnDisk()),
          false);
      segment.indexEntriesOnDisk(offsets, times);
    }
  }

  /**
   * Gives the time index its last entry and writes both out; Kafka misses an absent offset index.
   */
  void writeFinal(Segment segment) throws IOException {
    synchronized (segment) {
      MaxTimestamp max = segment.maxTimestamp();
      SegmentIndexes indexes = segment.active();
      if (indexes != null && max != null && max.timestampMs() >= 0) {
        indexes.times().maybeAppend(max.timestampMs(), (int) (max.offset() - segment.baseOffset()));
      }
      writePending(segment);
      if (indexes != null && indexes.offsets().count() == 0 && segment.size() > 0) {
        onDisk.write(
            IndexFiles.file(segment, LogFiles.INDEX),
            0,
            ByteBuffer.allocate(0),
            !segment.isDropped());
      }
    }
  }

  /** Ends appending to a segment: its indexes move to the cache. */
  void seal(Segment segment) throws IOException {
    synchronized (segment) {
      SegmentIndexes indexes = segment.activeIndexes();
      writeFinal(segment);
      sealed.put(segment.file(), indexes);
      segment.seal();
    }
  }

  /** Takes over the complete indexes of a segment that was made by others than the appender. */
  void adopt(Segment segment) {
    synchronized (segment) {
      sealed.put(segment.file(), segment.activeIndexes());
      segment.seal();
    }
  }

  /** Writes the indexes of a segment to files of another name, durably. */
  void writeAside(Segment segment, String suffix) throws IOException {
    SegmentIndexes indexes = segment.activeIndexes();
    MaxTimestamp max = segment.maxTimestamp();
    if (max != null && max.timestampMs() >= 0) {
      indexes.times().maybeAppend(max.timestampMs(), (int) (max.offset() - segment.baseOffset()));
    }
    onDisk.writeDurably(
        IndexFiles.file(segment, LogFiles.INDEX + suffix), indexes.offsets().encode(0));
    onDisk.writeDurably(
        IndexFiles.file(segment, LogFiles.TIME_INDEX + suffix), indexes.times().encode(0));
  }

  /** The files, for whoever replaces or syncs them. */
  IndexFiles files() {
    return onDisk;
  }

  /** Forgets a segment, by its log file, that is truncated, renamed or deleted. */
  void forget(Path file) {
    sealed.invalidate(file);
  }
}
