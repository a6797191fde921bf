package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.log.IndexStore.SegmentTail;
import java.io.IOException;
import java.util.List;

/**
 * Cuts the end of a log off. Batches go whole: one that contains the offset goes, and the log ends
 * where it began. Used by the log's owner only, never together with a flush.
 *
 * <p>Order on disk: first the recovery point goes down (or the next start would trust bytes that
 * are going to be overwritten), then the later segments go, last first, then the indexes are
 * shortened (or old entries would point into new batches), then the log file.
 */
final class LogTruncation {
  private final LogState log;
  private final SegmentDeletion deletion;

  LogTruncation(LogState log, SegmentDeletion deletion) {
    this.log = log;
    this.deletion = deletion;
  }

  void truncateTo(long offset) throws IOException {
    if (offset >= log.end().offset()) {
      return;
    }
    if (log.cleanedOffset() > offset) {
      // What is appended in its place is dirty.
      log.setCleanedOffset(offset);
      log.context().checkpoints().writeCleanedOffsets();
    }
    if (offset <= log.logStartOffset()) {
      restartAt(offset);
    } else {
      cutInside(offset);
    }
    long end = log.end().offset();
    log.setRecoveryPoint(Math.min(log.recoveryPoint(), end));
    log.setLogStartOffset(Math.min(log.logStartOffset(), end));
    if (log.highWatermarkPosition().offset() >= end) {
      log.resetHighWatermark(end);
    }
    log.derived().truncateTo(log);
    log.publishDerived();
  }

  /** To where the log is going to end, or what is appended there would pass for synced. */
  private void lowerRecoveryPoint(long end) throws IOException {
    if (log.recoveryPoint() > end) {
      log.setRecoveryPoint(end);
      log.context().checkpoints().writeRecoveryPoints();
    }
  }

  private void restartAt(long offset) throws IOException {
    lowerRecoveryPoint(offset);
    Segments old = log.segments();
    Segment empty = SegmentRoller.create(log, offset);
    Segments fresh = new Segments(List.of(empty));
    // Readers go to the empty segment before the files they would look for are gone.
    log.setEnd(new OffsetPosition(offset, empty, 0));
    log.setSegments(fresh);
    List<Segment> all = old.all();
    for (int index = all.size() - 1; index >= 0; index--) {
      deletion.deleteNow(all.get(index));
    }
    if (offset > 0) {
      // The first segment may have had the same name.
      SegmentRoller.createFile(log.context(), empty, log.config());
    }
    log.context().files().syncDirectory(log.directory());
  }

  private void cutInside(long offset) throws IOException {
    Segments old = log.segments();
    int index = old.indexFor(offset);
    if (old.get(index).baseOffset() == offset) {
      index--;
    }
    Segment segment = old.get(index);
    SegmentIndexes indexes = log.indexesOf(segment);
    FileHandle handle = segment.open(log.context().handles());
    try {
      int position = LogReader.positionOf(segment, handle, indexes, offset, segment.size());
      List<Segment> dropped = old.all().subList(index + 1, old.count());
      SegmentIndexes kept = indexes.before(position, offset - segment.baseOffset());
      SegmentTail tail =
          log.context()
              .indexes()
              .complete(segment, kept, position, log.config().indexIntervalBytes());
      if (tail.nextOffset() < log.logStartOffset()) {
        // The batch that is cut off holds the log start as well: nothing readable is left.
        restartAt(log.logStartOffset());
        return;
      }
      lowerRecoveryPoint(tail.nextOffset());
      Segment cut =
          new Segment(log.directory(), segment.baseOffset(), position, segment.createdMs(), true);
      cut.setRollTimestamp(position == 0 ? -1 : segment.rollTimestamp());
      if (segment.needsDirectorySync()) {
        // The file's name is as little durable as it was.
        cut.createdOnDisk();
      }
      // Before anybody sees it: a reader must not look for its indexes on the disk meanwhile.
      cut.activate(
          kept, tail.max(), tail.bytesSinceEntry(), kept.offsets().count(), kept.times().count());
      Segments rest = old.upTo(index, cut);
      // The end goes down before the segments change, so that nobody reads beyond the cut.
      log.setEnd(new OffsetPosition(tail.nextOffset(), cut, position));
      log.setSegments(rest);
      for (int last = dropped.size() - 1; last >= 0; last--) {
        deletion.deleteNow(dropped.get(last));
      }
      if (!dropped.isEmpty()) {
        // Or a power loss would bring them back behind what is appended now.
        log.context().files().syncDirectory(log.directory());
      }
      log.context().indexes().forget(segment.file());
      log.context().indexes().files().writeAll(cut, kept);
      log.context().indexes().files().sync(cut);
      handle.channel().truncate(position);
      handle.channel().force(true);
    } finally {
      handle.release();
    }
  }
}
