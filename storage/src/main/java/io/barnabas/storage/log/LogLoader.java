package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.log.IndexStore.SegmentTail;
import io.barnabas.storage.log.Segment.MaxTimestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the log in a directory. After a clean shutdown only the tail of the last segment is looked
 * at, by headers. Otherwise everything from the recovery point on is read with its CRCs, cut at the
 * first bad byte, and indexed anew; what lies below was synced and is trusted.
 */
final class LogLoader {
  private static final Logger LOG = LoggerFactory.getLogger(LogLoader.class);

  /**
   * What the checkpoints say of a log.
   *
   * @param readable whether the file of the recovery points could be read
   * @param clean whether the broker had stopped in order
   */
  record Checkpointed(
      long recoveryPoint,
      long logStartOffset,
      long highWatermark,
      long cleanedOffset,
      boolean readable,
      boolean clean) {}

  private final PartitionId id;
  private final Path directory;
  private final LogContext context;
  private final LogConfig config;
  private final Checkpointed checkpointed;
  private final RecoveryCuts cuts;
  private final List<Segment> segments = new ArrayList<>();
  private long nextOffset;

  LogLoader(
      PartitionId id,
      Path directory,
      LogContext context,
      LogConfig config,
      Checkpointed checkpointed) {
    this.id = id;
    this.directory = directory;
    this.context = context;
    this.config = config;
    this.checkpointed = checkpointed;
    this.cuts = new RecoveryCuts(id, checkpointed);
  }

  /** Blocks for as long as the scan takes. In a directory that was just made there is nothing. */
  LogState load(boolean justMade) throws IOException {
    List<Path> entries = justMade ? List.of() : SwapRecovery.run(context, directory);
    findSegments(entries);
    DerivedState derived = DerivedState.load(directory, context, entries, segments);
    if (segments.isEmpty()) {
      begin(checkpointed.logStartOffset());
    } else if (!checkpointed.clean() || !openLast()) {
      recover(checkpointed.recoveryPoint(), derived);
    }
    cuts.requireWhole(directory, nextOffset);
    long start = Math.max(checkpointed.logStartOffset(), segments.get(0).baseOffset());
    if (start > nextOffset) {
      LOG.warn("{} ends at {}, before its start {}; it begins anew there", id, nextOffset, start);
      restartAt(start);
    }
    Segment last = segments.get(segments.size() - 1);
    LogState log =
        new LogState(
            id,
            directory,
            context,
            config,
            derived,
            new Segments(segments),
            new OffsetPosition(nextOffset, last, last.size()),
            start,
            Math.min(checkpointed.recoveryPoint(), nextOffset),
            checkpointed.highWatermark());
    log.setRollJitterMs(SegmentRoller.jitter(context, config));
    restoreCleanedOffset(log);
    derived.recover(log);
    log.publishDerived();
    return log;
  }

  private void restoreCleanedOffset(LogState log) {
    long cleaned = checkpointed.cleanedOffset();
    if (cleaned > nextOffset) {
      LOG.warn("{} ends at {}, but was clean up to {}; cleaned anew", id, nextOffset, cleaned);
    } else {
      log.setCleanedOffset(cleaned);
    }
  }

  private void findSegments(List<Path> entries) throws IOException {
    for (Path file : entries) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith(LogFiles.DELETED)
          || name.endsWith(LogFiles.CLEANED)
          || name.endsWith(LogFiles.TEMPORARY)) {
        context.files().deleteIfExists(file);
      }
      OptionalLong base = LogFiles.baseOffset(file, LogFiles.LOG);
      if (base.isPresent()) {
        segments.add(open(file, base.getAsLong()));
      }
    }
  }

  private Segment open(Path file, long base) throws IOException {
    long size = context.files().size(file);
    if (size > Integer.MAX_VALUE) {
      throw new CorruptLogException(file, 0, "a segment below 2 GiB", size + " bytes");
    }
    long modified = context.files().lastModifiedMs(file);
    Segment segment = new Segment(directory, base, (int) size, modified, true);
    if (!checkpointed.clean() && base >= checkpointed.recoveryPoint()) {
      // The name may be in memory only, from before a crash of the process. Names of what begins
      // below were synced before the recovery point was.
      segment.createdOnDisk();
    }
    return segment;
  }

  private void begin(long base) throws IOException {
    Segment segment = new Segment(directory, base, 0, context.clock().millis(), false);
    segment.activate(SegmentIndexes.empty(), MaxTimestamp.NONE, 0, 0, 0);
    if (base > 0) {
      SegmentRoller.createFile(context, segment, config);
    }
    segments.add(segment);
    nextOffset = base;
  }

  private void restartAt(long offset) throws IOException {
    SegmentDeletion deletion = new SegmentDeletion(context);
    for (int index = segments.size() - 1; index >= 0; index--) {
      deletion.deleteNow(segments.get(index));
    }
    segments.clear();
    begin(offset);
    context.files().syncDirectory(directory);
  }

  /** Opens the last segment by its headers; false when they are not what a clean end leaves. */
  private boolean openLast() throws IOException {
    Segment last = segments.get(segments.size() - 1);
    try {
      SegmentTail tail = context.indexes().load(last, last.size(), config.indexIntervalBytes());
      activate(last, tail, tail.indexes());
      nextOffset = tail.nextOffset();
      return true;
    } catch (CorruptLogException e) {
      LOG.warn("{} is not as a clean shutdown leaves it: {}", id, e.getMessage());
      return false;
    }
  }

  private void activate(Segment segment, SegmentTail tail, SegmentIndexes all) throws IOException {
    segment.activate(all, tail.max(), tail.bytesSinceEntry(), 0, 0);
    // What is on disk may have a tail of zeros, or be short.
    save(segment, all, false);
    segment.setRollTimestamp(firstTimestamp(segment));
  }

  /** A full disk must not keep a log from being opened: without index files they are made anew. */
  private void save(Segment segment, SegmentIndexes indexes, boolean different) throws IOException {
    try {
      if (different) {
        context.indexes().files().writeAll(segment, indexes);
      } else {
        context.indexes().files().writeAllIfDifferent(segment, indexes);
      }
      segment.indexEntriesOnDisk(indexes.offsets().count(), indexes.times().count());
    } catch (IOException e) {
      requirePassing(segment, e);
      context.indexes().files().deleteFiles(segment);
      segment.indexEntriesOnDisk(0, 0);
    }
  }

  private void seal(Segment segment) throws IOException {
    try {
      context.indexes().seal(segment);
    } catch (IOException e) {
      requirePassing(segment, e);
      context.indexes().adopt(segment);
    }
  }

  private void requirePassing(Segment segment, IOException e) throws IOException {
    if (!context.health().space().isPassing(e)) {
      throw e;
    }
    LOG.warn("The indexes of {} are in memory only: {}", segment.file(), e.toString());
  }

  private long firstTimestamp(Segment segment) throws IOException {
    if (segment.size() == 0) {
      return -1;
    }
    FileHandle handle = segment.open(context.handles());
    try {
      BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), 0, segment.size());
      return walk.next() ? walk.maxTimestamp() : -1;
    } finally {
      handle.release();
    }
  }

  private void recover(long recoveryPoint, DerivedState derived) throws IOException {
    derived.transactions().distrustFrom(recoveryPoint);
    int index = new Segments(segments).indexFor(recoveryPoint);
    if (index > 0) {
      trim(segments.get(index - 1), segments.get(index).baseOffset());
    }
    nextOffset = segments.get(index).baseOffset();
    long from = recoveryPoint;
    while (index < segments.size()) {
      Segment segment = segments.get(index);
      boolean whole = recoverSegment(segment, from, derived);
      from = 0;
      index++;
      if (index < segments.size()) {
        if (follows(segments.get(index), whole)) {
          seal(segment);
        } else {
          drop(index);
        }
      }
    }
  }

  /**
   * Whether a segment goes on where the one before it ends. Bytes of a batch that was never
   * finished may lie between them. A gap is damage: of files that were not synced, a power loss
   * takes any, with their names or with their last batches. Only compaction, which writes down the
   * recovery point before it takes anything away, leaves gaps, and retention below the log start.
   */
  private boolean follows(Segment next, boolean whole) {
    if (next.baseOffset() <= nextOffset) {
      return next.baseOffset() == nextOffset;
    }
    if (next.baseOffset() <= checkpointed.logStartOffset()) {
      return true;
    }
    return whole && (next.baseOffset() <= checkpointed.cleanedOffset() || !checkpointed.readable());
  }

  private void drop(int from) throws IOException {
    cuts.dropped(segments.subList(from, segments.size()), nextOffset);
    SegmentDeletion deletion = new SegmentDeletion(context);
    while (segments.size() > from) {
      Segment segment = segments.remove(segments.size() - 1);
      LOG.warn("{} lies behind what is lost and is dropped", segment.file());
      deletion.deleteNow(segment);
      // Or a power loss would bring it back behind what is appended now.
      context.files().syncDirectory(directory);
    }
  }

  /** Scans a segment and indexes it; whether all of it was good. */
  private boolean recoverSegment(Segment segment, long from, DerivedState derived)
      throws IOException {
    SegmentTail trusted = trusted(segment, from);
    int start = trusted.position();
    derived.forgetEpochsFrom(trusted.nextOffset());
    int fileSize = segment.size();
    FileHandle handle = segment.open(context.handles());
    LogRecovery.GoodEnd good;
    try {
      segment.activate(trusted.indexes(), trusted.max(), trusted.bytesSinceEntry(), 0, 0);
      good =
          LogRecovery.scan(
              handle,
              start,
              fileSize,
              trusted.nextOffset(),
              (buffer, at, position) -> {
                segment.onBatch(
                    position,
                    BatchHeader.sizeInBytes(buffer, at),
                    BatchHeader.lastOffset(buffer, at),
                    BatchHeader.maxTimestamp(buffer, at),
                    config.indexIntervalBytes());
                derived.noteEpoch(buffer, at);
              });
      if (good.position() < fileSize) {
        cuts.behind(good, segment, handle, segments.get(0) == segment);
        handle.channel().truncate(good.position());
        context.files().sync(handle.channel(), segment.file(), true);
      }
    } finally {
      handle.release();
    }
    nextOffset = good.nextOffset();
    segment.publish(good.position());
    SegmentIndexes indexes = segment.activeIndexes();
    save(segment, indexes, start < fileSize);
    segment.setRollTimestamp(firstTimestamp(segment));
    return good.position() == fileSize;
  }

  /** Where the batches below an offset end; zeros count as the end of the file. */
  private static int endOf(FileHandle handle, Segment segment, int from, long offset)
      throws IOException {
    BatchWalk walk = new BatchWalk(segment.file(), handle.channel(), from, segment.size(), true);
    boolean below = walk.next();
    while (below && walk.baseOffset() < offset && walk.lastOffset() < offset) {
      below = walk.next();
    }
    return walk.position();
  }

  /**
   * Ends a segment that was rolled and synced where its batches end: the power may have gone before
   * the cut of a preallocated file was durable.
   */
  private void trim(Segment segment, long next) throws IOException {
    FileHandle handle = context.handles().acquire(segment.file());
    try {
      SegmentIndexes indexes =
          context.indexes().load(segment, 0, config.indexIntervalBytes()).indexes();
      int from = indexes.offsets().lastPositionNotAfter(segment.size());
      int end = endOf(handle, segment, from, Long.MAX_VALUE);
      if (end < segment.size()) {
        handle.channel().truncate(end);
        context.files().sync(handle.channel(), segment.file(), true);
        segment.publish(end);
      }
      if (next == checkpointed.recoveryPoint()) {
        // Or it was cut by a broker that died before that was durable.
        segment.trimmed();
      }
    } catch (CorruptLogException e) {
      LOG.warn("{} may be damaged: {}", segment.file(), e.getMessage());
    } finally {
      handle.release();
    }
  }

  /** What is known of the part of a segment below an offset, all of which was synced. */
  private SegmentTail trusted(Segment segment, long offset) throws IOException {
    int interval = config.indexIntervalBytes();
    if (offset > segment.baseOffset()) {
      try {
        SegmentIndexes found = context.indexes().load(segment, 0, interval).indexes();
        FileHandle handle = segment.open(context.handles());
        try {
          int from = found.offsets().positionFor(offset - segment.baseOffset());
          int position = endOf(handle, segment, from, offset);
          SegmentIndexes kept = found.before(position, offset - segment.baseOffset());
          SegmentTail tail = context.indexes().completeUnsynced(segment, kept, position, interval);
          if (tail.nextOffset() >= offset
              || position < segment.size() && !RecoveryCuts.isZeroFrom(handle, segment, position)) {
            return tail;
          }
          LOG.warn("{} ends before its recovery point {} and is scanned whole", id, offset);
        } finally {
          handle.release();
        }
      } catch (CorruptLogException e) {
        LOG.warn("{} is scanned from its beginning: {}", segment.file(), e.getMessage());
      }
    }
    return new SegmentTail(SegmentIndexes.empty(), MaxTimestamp.NONE, 0, segment.baseOffset(), 0);
  }
}
