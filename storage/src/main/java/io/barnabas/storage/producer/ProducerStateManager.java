package io.barnabas.storage.producer;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.storage.clean.LastBatch;
import io.barnabas.storage.file.FileSystemPort;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendOrigin;
import io.barnabas.storage.log.CorruptLogException;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The producers of one log, up to {@link #mapEndOffset}. Always rebuildable: a snapshot and the
 * batches behind it give the same state.
 *
 * <p>The leader asks {@link #check} before a batch gets its offset, and tells {@link #apply} as
 * soon as it has one, in the order of offsets; replicas and recovery only tell. If the write fails
 * after that, the state is ahead of the log and must be {@linkplain #truncateAndReload reloaded}.
 *
 * <p>Not thread-safe: owned by the one thread that appends to the log. What others need (the first
 * unstable offset) the owner publishes.
 */
public final class ProducerStateManager {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerStateManager.class);
  static final int INITIAL_CAPACITY = 2;

  private final SnapshotFiles snapshots;
  private final OpenTransactions transactions = new OpenTransactions();
  private final Verifications verifications = new Verifications();
  private LongObjectHashMap<ProducerEntry> producers = new LongObjectHashMap<>(INITIAL_CAPACITY);
  private final ProducerLimits limits;
  private long mapEndOffset;
  private long lastSnapshotOffset;

  /** With no more there is no use in looking for some to forget: they have open transactions. */
  private int crowded;

  /**
   * For a new log: begins empty at offset 0, and knows of no snapshots.
   *
   * @param directory of the log
   */
  public ProducerStateManager(FileSystemPort files, Path directory, ProducerLimits limits) {
    this.snapshots = new SnapshotFiles(files, directory);
    this.limits = limits;
  }

  /**
   * For a log that is opened: takes note of the snapshots that are there and deletes those that
   * belong to no segment, but for those in the last. Still empty and at offset 0; {@link
   * #truncateAndReload} comes next.
   *
   * @param directoryEntries what is in the directory
   */
  public static ProducerStateManager open(
      FileSystemPort files,
      Path directory,
      Collection<Path> directoryEntries,
      NavigableSet<Long> segmentBaseOffsets,
      ProducerLimits limits)
      throws IOException {
    ProducerStateManager manager = new ProducerStateManager(files, directory, limits);
    manager.snapshots.scan(directoryEntries);
    manager.snapshots.deleteStrays(segmentBaseOffsets, 0);
    return manager;
  }

  // Appending

  /**
   * Whether a batch that a leader is about to append may follow; changes nothing. A batch without a
   * producer id always may.
   *
   * @param at index of the batch, which is whole and valid, but need not have an offset yet
   */
  public ProducerVerdict check(ByteBuf buf, int at, AppendContext context) {
    if (context.origin() == AppendOrigin.INTERNAL || !BatchHeader.hasProducerId(buf, at)) {
      return ProducerVerdict.ACCEPTED;
    }
    long producerId = BatchHeader.producerId(buf, at);
    ProducerEntry entry = producers.get(producerId);
    if (context.verification() == AppendContext.NOT_NEEDED) {
      return ProducerRules.check(entry, null, buf, at, context);
    }
    Verifications.Entry verification = verifications.find(producerId);
    ProducerVerdict verdict = ProducerRules.check(entry, verification, buf, at, context);
    return verdict == ProducerVerdict.UNVERIFIED
        ? new ProducerVerdict.Unverified(
            verifications.begin(
                producerId,
                BatchHeader.producerEpoch(buf, at),
                BatchHeader.baseSequence(buf, at),
                limits.producersMax()))
        : verdict;
  }

  /**
   * Remembers a batch that has its place in the log: appended, replicated, or found there.
   *
   * @return the transaction that the batch ends, null if it ends none
   */
  public @Nullable CompletedTransaction apply(ByteBuf buf, int at) {
    CompletedTransaction completed = null;
    if (BatchHeader.hasProducerId(buf, at)) {
      completed = BatchHeader.isControl(buf, at) ? applyMarker(buf, at) : applyData(buf, at);
      makeRoom(BatchHeader.producerId(buf, at));
    }
    mapEndOffset = BatchHeader.nextOffset(buf, at);
    return completed;
  }

  private @Nullable CompletedTransaction applyData(ByteBuf buf, int at) {
    ProducerEntry entry = entryOf(BatchHeader.producerId(buf, at));
    long firstOffset = BatchHeader.baseOffset(buf, at);
    entry.addBatch(
        BatchHeader.producerEpoch(buf, at),
        BatchHeader.lastSequence(buf, at),
        BatchHeader.lastOffset(buf, at),
        BatchHeader.lastOffsetDelta(buf, at),
        BatchHeader.maxTimestamp(buf, at));
    if (BatchHeader.isTransactional(buf, at) && !entry.hasTransaction()) {
      entry.beginTransaction(firstOffset);
      transactions.begin(firstOffset, entry.producerId);
      verifications.end(entry.producerId);
    }
    return null;
  }

  private @Nullable CompletedTransaction applyMarker(ByteBuf buf, int at) {
    EndMarker marker = EndMarker.read(buf, at);
    if (marker == null) {
      return null;
    }
    ProducerEntry entry = entryOf(BatchHeader.producerId(buf, at));
    verifications.end(entry.producerId);
    CompletedTransaction completed = null;
    if (entry.hasTransaction()) {
      long first = entry.transactionFirstOffset();
      long last = BatchHeader.baseOffset(buf, at);
      long lastStableOffset = transactions.complete(first, last);
      completed =
          new CompletedTransaction(
              entry.producerId, first, last, marker.aborted(), lastStableOffset);
    }
    entry.endTransaction(
        BatchHeader.producerEpoch(buf, at), marker.coordinatorEpoch(), marker.timestamp());
    return completed;
  }

  private void makeRoom(long newest) {
    int max = limits.producersMax();
    if (producers.size() > Math.max(max, crowded)) {
      // Some more than it takes, so that not every new one has all looked at.
      SilentProducers.forget(producers, max - max / 8, newest);
      crowded = producers.size() > max ? 2 * producers.size() : 0;
    }
  }

  private ProducerEntry entryOf(long producerId) {
    ProducerEntry entry = producers.get(producerId);
    if (entry == null) {
      entry = new ProducerEntry(producerId);
      producers.put(producerId, entry);
    }
    return entry;
  }

  // Queries

  /** The offset up to which (exclusive) batches have been applied. */
  public long mapEndOffset() {
    return mapEndOffset;
  }

  public int producerCount() {
    return producers.size();
  }

  /**
   * The first offset whose transaction is undecided, or decided by a marker above the high
   * watermark; empty if all are stable. The last stable offset is this, or the high watermark where
   * empty or lower.
   */
  public OptionalLong firstUnstableOffset() {
    return optional(transactions.firstUnstableOffset());
  }

  /** The first offset of a transaction without a marker, whatever the high watermark. */
  public OptionalLong firstUndecidedOffset() {
    return optional(transactions.firstUndecidedOffset());
  }

  private static OptionalLong optional(long offset) {
    return offset == OpenTransactions.NONE ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  /** What the log knows of a producer; empty if nothing. */
  public Optional<ProducerState> producer(long producerId) {
    return Optional.ofNullable(producers.get(producerId)).map(ProducerState::of);
  }

  /** What the log knows of its producers (DescribeProducers); a copy. */
  public Collection<ProducerState> producers() {
    return producers.values().stream().map(ProducerState::of).toList();
  }

  /** What compaction must not take from each producer, by producer id. */
  public Map<Long, LastBatch> lastBatches() {
    Map<Long, LastBatch> last = new HashMap<>(producers.size() * 2);
    producers
        .values()
        .forEach(
            entry -> last.put(entry.producerId, new LastBatch(entry.lastOffset(), entry.epoch())));
    return last;
  }

  /**
   * Timestamp in ms of the last batch of the oldest open transaction; empty if none is open. Tells
   * hanging transactions.
   */
  public OptionalLong oldestTransactionTimestamp() {
    ProducerEntry entry = producers.get(transactions.oldestProducerId());
    return entry == null ? OptionalLong.empty() : OptionalLong.of(entry.lastTimestamp());
  }

  // Movements of the log

  /**
   * Completed transactions whose marker is now replicated no longer hold the last stable offset
   * back.
   */
  public void onHighWatermark(long highWatermark) {
    transactions.forgetCompletedBelow(highWatermark);
  }

  /**
   * The log now begins at {@code logStartOffset}; producers stay known although their records are
   * gone.
   */
  public void onLogStartOffset(long logStartOffset) {
    transactions.forgetCompletedBelow(logStartOffset);
    mapEndOffset = Math.max(mapEndOffset, logStartOffset);
    lastSnapshotOffset = snapshots.latest().orElse(logStartOffset);
  }

  /**
   * Forgets producers without an open transaction whose last batch is older than the expiration.
   */
  public void removeExpired(long nowMs) {
    producers.values().removeIf(entry -> isExpired(entry, nowMs));
    makeRoom(BatchLayout.NO_PRODUCER_ID); // Nobody may write to this log any more.
    verifications.sweep(nowMs, limits.expirationMs());
  }

  private boolean isExpired(ProducerEntry entry, long nowMs) {
    return !entry.hasTransaction() && nowMs - entry.lastTimestamp() >= limits.expirationMs();
  }

  /**
   * Goes to what is known at or before {@code logEndOffset}: drops snapshots outside of the log,
   * and loads the newest that is left unless the state is just right. Afterwards the caller applies
   * the batches from {@link #mapEndOffset} to {@code logEndOffset}.
   */
  public void truncateAndReload(long logStartOffset, long logEndOffset, long nowMs)
      throws IOException {
    snapshots.deleteAll(snapshots.offsets().headSet(logStartOffset, true));
    snapshots.deleteBeyond(logEndOffset);
    if (mapEndOffset == logEndOffset) {
      onLogStartOffset(logStartOffset);
      return;
    }
    clear();
    loadNewestSnapshot(logStartOffset, nowMs);
  }

  private void loadNewestSnapshot(long logStartOffset, long nowMs) throws IOException {
    while (snapshots.latest().isPresent()) {
      long offset = snapshots.latest().getAsLong();
      try {
        for (ProducerEntry entry : snapshots.read(offset)) {
          restore(entry, nowMs);
        }
        makeRoom(BatchLayout.NO_PRODUCER_ID);
        mapEndOffset = offset;
        lastSnapshotOffset = offset;
        return;
      } catch (CorruptLogException e) {
        LOG.warn("Ignoring and deleting a producer snapshot: {}", e.getMessage());
        clear();
        snapshots.delete(offset);
      }
    }
    mapEndOffset = logStartOffset;
    lastSnapshotOffset = logStartOffset;
  }

  private void restore(ProducerEntry entry, long nowMs) {
    if (isExpired(entry, nowMs)) {
      return;
    }
    producers.put(entry.producerId, entry);
    if (entry.hasTransaction()) {
      transactions.begin(entry.transactionFirstOffset(), entry.producerId);
    }
  }

  /** Forgets everything, snapshots included; the log is empty and begins at {@code offset}. */
  public void truncateFullyAndStartAt(long offset) throws IOException {
    clear();
    snapshots.deleteBeyond(-1);
    mapEndOffset = offset;
    lastSnapshotOffset = 0;
  }

  private void clear() {
    producers = new LongObjectHashMap<>(INITIAL_CAPACITY);
    transactions.clear();
  }

  /** Copies what is known now, for {@link #goBackTo}. */
  public KeptProducers keep() {
    return new KeptProducers(producers, transactions, mapEndOffset);
  }

  /** Knows again what it knew then, without reading anything. */
  public void goBackTo(KeptProducers kept) {
    producers = kept.producers();
    transactions.copyFrom(kept.transactions());
    mapEndOffset = kept.endOffset();
  }

  // Snapshots

  /**
   * Writes a snapshot at {@link #mapEndOffset} unless the last one is there already. Due when a
   * segment is rolled (whose base offset it then has) and at a clean shutdown.
   *
   * @param sync whether it must survive a power loss
   */
  public void takeSnapshot(boolean sync) throws IOException {
    if (mapEndOffset > lastSnapshotOffset) {
      snapshots.write(mapEndOffset, producers.values(), sync);
      lastSnapshotOffset = mapEndOffset;
    }
  }

  /**
   * Writes a snapshot in the middle of the last segment, so that recovery need not go back to its
   * beginning, and deletes those that have become of no use.
   *
   * @param recoveryPoint what is recorded may lie a little below
   */
  public void takeSnapshotAhead(NavigableSet<Long> segmentBaseOffsets, long recoveryPoint)
      throws IOException {
    takeSnapshot(false);
    snapshots.deleteStrays(segmentBaseOffsets, recoveryPoint);
  }

  /** Makes the snapshot of a segment durable, if there is one. Any thread. */
  public void syncSnapshot(long segmentBaseOffset) throws IOException {
    snapshots.sync(segmentBaseOffset);
  }

  /** Offset of the newest snapshot, from which recovery need not go back. */
  public OptionalLong latestSnapshotOffset() {
    return snapshots.latest();
  }

  /** Deletes the snapshot of a segment that retention or truncation has removed. */
  public void deleteSnapshot(long segmentBaseOffset) throws IOException {
    snapshots.delete(segmentBaseOffset);
  }

  /** Deletes the snapshots beyond {@code offset}, so that loading begins at or before it. */
  public void deleteSnapshotsAfter(long offset) throws IOException {
    snapshots.deleteBeyond(offset);
  }

  /** Deletes the snapshots before {@code offset}. */
  public void deleteSnapshotsBefore(long offset) throws IOException {
    snapshots.deleteAll(snapshots.offsets().headSet(offset, false));
  }
}
