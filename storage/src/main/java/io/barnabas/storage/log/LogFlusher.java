package io.barnabas.storage.log;

import io.barnabas.storage.file.FileHandle;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a log durable and moves its recovery point. One flush at a time; appends and reads go on
 * meanwhile.
 *
 * <p>A sync that failed is never tried again: the kernel may have dropped the pages and would
 * report success. The log directory goes offline instead.
 */
final class LogFlusher {
  private static final Logger LOG = LoggerFactory.getLogger(LogFlusher.class);

  private final LogState log;
  private final ReentrantLock flushing = new ReentrantLock();

  LogFlusher(LogState log) {
    this.log = log;
  }

  /** Syncs everything written before the call. Blocks. */
  void flush() throws IOException {
    flushing.lock();
    try {
      if (log.isMoved()) {
        return; // Everything was synced before.
      }
      String unavailable = log.unavailable();
      if (unavailable != null) {
        throw new IOException(log.id() + " cannot be synced: " + unavailable);
      }
      OffsetPosition end = log.end();
      if (isNeeded()) {
        syncOrFail(end);
      }
    } finally {
      flushing.unlock();
    }
  }

  /**
   * Whether anything may be lost with the power. An empty segment's name too: after a clean stop
   * nobody would know that it is not durable.
   */
  boolean isNeeded() {
    Segments segments = log.segments();
    return log.end().offset() > log.recoveryPoint()
        || segments.last().needsDirectorySync()
        || segments.get(firstIn(segments)).needsTrimSync();
  }

  private void syncOrFail(OffsetPosition end) throws IOException {
    FlushWatch watch = log.context().syncs().flushes();
    long began = watch.begin();
    try {
      sync(end);
      watch.end(began);
    } catch (IOException e) {
      // Side files may not have found room; what they are to say is said by the next flush.
      log.context().health().failUnlessPassing("syncing " + log.id(), e);
      throw e;
    }
  }

  private void sync(OffsetPosition end) throws IOException {
    Segments segments = log.segments();
    boolean newFiles = false;
    for (int index = firstIn(segments); index < segments.count(); index++) {
      Segment segment = segments.get(index);
      if (segment.onDisk() && !segment.isDropped()) {
        sync(segment);
        if (segment.needsDirectorySync()) {
          // Compaction may take what an older snapshot would have to be completed from.
          log.derived().producers().syncSnapshot(segment.baseOffset());
          newFiles = true;
        }
      }
    }
    newFiles |= log.derived().transactions().save(log.segments().last().baseOffset());
    boolean newEpochs = log.derived().writeEpochs();
    if (newFiles) {
      PartitionIdentity.sync(log.context().files(), log.directory());
      log.context().checkpoints().syncNames();
      segments.all().forEach(Segment::directorySynced);
    } else if (newEpochs) {
      log.context().files().syncDirectory(log.directory());
    }
    log.derived().epochsSynced();
    log.setRecoveryPoint(Math.max(log.recoveryPoint(), end.offset()));
  }

  /** Syncs what there is to sync of segments that are about to leave the log. Blocks. */
  void syncBeforeTheyGo(List<Segment> leaving) throws IOException {
    flushing.lock();
    try {
      Segments segments = log.segments();
      for (int index = firstIn(segments); index < segments.count(); index++) {
        Segment segment = segments.get(index);
        if (leaving.contains(segment) && segment.onDisk()) {
          sync(segment);
        }
      }
    } finally {
      flushing.unlock();
    }
  }

  /** The first segment to sync: where the recovery point lies, or one before that was cut. */
  private int firstIn(Segments segments) {
    int index = segments.indexFor(log.recoveryPoint());
    while (index > 0 && segments.get(index - 1).needsTrimSync()) {
      index--;
    }
    return index;
  }

  private void sync(Segment segment) throws IOException {
    boolean sealed = segment.active() == null;
    writeIndexes(segment);
    try {
      force(segment);
      if (sealed) {
        log.context().indexes().files().sync(segment);
      }
    } catch (NoSuchFileException e) {
      // Retention does not wait for syncs; what it has taken need not be durable.
      if (!segment.isDropped()) {
        throw e;
      }
    }
  }

  private void writeIndexes(Segment segment) {
    try {
      log.context().indexes().writePendingIfMany(segment);
    } catch (IOException e) {
      // Entries that are missing are made again from the log.
      LOG.warn("The indexes of {} are not up to date: {}", segment.file(), e.toString());
    }
  }

  private void force(Segment segment) throws IOException {
    FileHandle handle = segment.open(log.context().handles());
    try {
      // A larger size is metadata that fdatasync writes too; modification times can wait.
      int trims = segment.trims();
      log.context().files().sync(handle.channel(), segment.file(), segment.needsTrimSync());
      segment.trimsSynced(trims);
    } finally {
      handle.release();
    }
  }

  /** Runs something that must not meet a flush. */
  void exclusively(IoAction action) throws IOException {
    flushing.lock();
    try {
      action.run();
    } finally {
      flushing.unlock();
    }
  }

  /** Something that touches the disk. */
  interface IoAction {
    void run() throws IOException;
  }
}
