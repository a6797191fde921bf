package io.barnabas.storage.log;

import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.index.TransactionIndex;
import io.barnabas.storage.producer.CompletedTransaction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The aborted transactions of a log, by the segment that holds their markers; segments without any
 * take nothing. Changed by the log's owner, saved by a flusher, read by anyone.
 *
 * <p>What lies below the recovery point is on disk; recovery makes the rest anew from the log.
 */
final class TransactionIndexes {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionIndexes.class);

  private final LogContext context;
  private final Path directory;
  private final ConcurrentNavigableMap<Long, SegmentTransactions> segments =
      new ConcurrentSkipListMap<>();

  /** Ended by batches that are yet to be written. */
  private final List<AbortedTransaction> unwritten = new ArrayList<>();

  private long trustedBelow = Long.MAX_VALUE;

  TransactionIndexes(Path directory, LogContext context) {
    this.directory = directory;
    this.context = context;
  }

  /** Reads and checks the files there are; those of no segment are deleted. */
  void load(Collection<Path> entries, List<Segment> all) throws IOException {
    for (Path file : entries) {
      OptionalLong base = LogFiles.baseOffset(file, LogFiles.TXN_INDEX);
      if (base.isPresent()) {
        load(file, base.getAsLong(), all);
      }
    }
  }

  private void load(Path file, long base, List<Segment> all) throws IOException {
    boolean known = false;
    long end = Long.MAX_VALUE;
    for (int at = 0; at < all.size(); at++) {
      if (all.get(at).baseOffset() == base) {
        known = true;
        end = at + 1 < all.size() ? all.get(at + 1).baseOffset() : Long.MAX_VALUE;
      }
    }
    if (!known) {
      context.files().deleteIfExists(file);
      return;
    }
    ByteBuffer bytes = context.files().readAll(file);
    int size = bytes.remaining();
    TransactionIndex index = TransactionIndex.decode(bytes, base, end);
    if (index.count() * TransactionIndex.ENTRY_BYTES != size) {
      LOG.warn("{} is not sane; it is made again from the log", file);
      distrustFrom(base);
    }
    segments.put(base, SegmentTransactions.of(directory, base, index));
  }

  /** What is said of markers at or beyond an offset may be wrong or missing. */
  void distrustFrom(long offset) {
    trustedBelow = Math.min(trustedBelow, offset);
  }

  /** Everything said of markers below is right. */
  long trustedBelow() {
    return trustedBelow;
  }

  /**
   * Brings the indexes to a log's end, what cannot be trusted dropped; afterwards the caller tells
   * of the transactions that end behind it.
   */
  void beginRecovery(Segments left, long end) throws IOException {
    trustedBelow = Math.min(trustedBelow, end);
    truncate(left, trustedBelow);
  }

  /** A transaction found by recovery. */
  void recovered(CompletedTransaction ended, Segments all) {
    if (ended.aborted() && ended.lastOffset() >= trustedBelow) {
      Segment segment = all.get(all.indexFor(ended.lastOffset()));
      at(segment.baseOffset()).append(aborted(ended));
    }
  }

  /** What recovery found is durable when this returns. */
  void endRecovery(long lastBase) throws IOException {
    if (save(lastBase)) {
      context.files().syncDirectory(directory);
    }
    trustedBelow = Long.MAX_VALUE;
  }

  private SegmentTransactions at(long base) {
    return segments.computeIfAbsent(base, offset -> SegmentTransactions.empty(directory, offset));
  }

  private static AbortedTransaction aborted(CompletedTransaction ended) {
    return new AbortedTransaction(
        ended.producerId(), ended.firstOffset(), ended.lastOffset(), ended.lastStableOffset());
  }

  /** A batch that is about to be written ends a transaction. */
  void ending(CompletedTransaction ended) {
    if (ended.aborted()) {
      unwritten.add(aborted(ended));
    }
  }

  /** What was about to be written is in the last segment; due before the log's end moves. */
  void onWritten(long lastBase) {
    if (!unwritten.isEmpty()) {
      SegmentTransactions last = at(lastBase);
      unwritten.forEach(last::append);
      unwritten.clear();
    }
  }

  /** What was about to be written is not. */
  void onNotWritten() {
    unwritten.clear();
  }

  /** The log was cut at its end, and has these segments left. */
  void truncate(Segments left, long end) throws IOException {
    segments.keySet().removeIf(base -> left.get(left.indexFor(base)).baseOffset() != base);
    Map.Entry<Long, SegmentTransactions> cut = segments.lowerEntry(end);
    if (cut != null) {
      cut.getValue().truncate(end, context.transactionIndexes());
    }
    for (Map.Entry<Long, SegmentTransactions> behind : segments.tailMap(end, true).entrySet()) {
      // The segment is still there, and the file may be, to be written over.
      context.transactionIndexes().forget(behind.getValue().file());
      segments.put(behind.getKey(), SegmentTransactions.empty(directory, behind.getKey()));
    }
  }

  /** Nothing is left of the log. */
  void clear() {
    segments.clear();
  }

  /** A segment has taken the place of others, the first of which had the same base. */
  void onSegmentReplaced(long base) throws IOException {
    Path file = LogFiles.of(directory, base, LogFiles.TXN_INDEX);
    if (context.files().exists(file) && context.files().size(file) > 0) {
      int count = (int) (context.files().size(file) / TransactionIndex.ENTRY_BYTES);
      segments.put(base, SegmentTransactions.saved(directory, base, count));
    } else {
      context.files().deleteIfExists(file);
      segments.remove(base);
    }
  }

  /** A segment is gone, and its files with it. */
  void onSegmentDeleted(long base) {
    segments.remove(base);
  }

  /**
   * Makes everything durable that was told before the call; due before a recovery point beyond it
   * is recorded.
   *
   * @param lastBase base of the segment that is appended to
   * @return whether names of files are new and to be synced
   */
  boolean save(long lastBase) throws IOException {
    boolean created = false;
    for (SegmentTransactions segment : segments.descendingMap().values()) {
      if (!segment.isHeld()) {
        break;
      }
      created |=
          segment.save(context.files(), context.transactionIndexes(), segment.base() >= lastBase);
    }
    return created;
  }

  boolean isEmpty() {
    return segments.isEmpty();
  }

  /**
   * The aborted transactions that have records, or their marker, in a range of offsets, in the
   * order of their markers; perhaps some that began before the end of the range only by way of a
   * marker far behind it. Complete as far as the range lies below the last stable offset. May read
   * from disk.
   */
  List<AbortedTransaction> between(long from, long endExclusive) throws IOException {
    if (segments.isEmpty()) {
      return List.of();
    }
    List<AbortedTransaction> found = new ArrayList<>();
    Long first = segments.floorKey(from);
    for (SegmentTransactions segment :
        (first == null ? segments : segments.tailMap(first, true)).values()) {
      TransactionIndex index = segment.read(context.transactionIndexes());
      if (index.collect(from, endExclusive, found)) {
        break;
      }
    }
    return found;
  }
}
