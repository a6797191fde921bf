package io.barnabas.storage.log;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.BatchScanner;
import io.barnabas.storage.checkpoint.LeaderEpochCache;
import io.barnabas.storage.log.AppendOutcome.Duplicate;
import io.barnabas.storage.log.AppendOutcome.Refused;
import io.barnabas.storage.log.LogTask.Append;
import io.barnabas.storage.producer.CompletedTransaction;
import io.barnabas.storage.producer.KeptProducers;
import io.barnabas.storage.producer.ProducerStateManager;
import io.barnabas.storage.producer.ProducerVerdict;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is derived from the batches of a log and can be derived again: where leader epochs begin,
 * what producers sent. Changed by the log's owner; epochs may be asked for by anyone.
 */
final class DerivedState {
  private static final Logger LOG = LoggerFactory.getLogger(DerivedState.class);

  private final LogContext context;
  private final LeaderEpochCache epochs;
  private final boolean epochsKnown;
  private final ProducerStateManager producers;
  private final TransactionIndexes transactions;
  private @Nullable KeptProducers kept;

  private DerivedState(
      Path directory,
      LogContext context,
      LeaderEpochCache epochs,
      boolean epochsKnown,
      ProducerStateManager producers) {
    this.context = context;
    this.transactions = new TransactionIndexes(directory, context);
    this.epochs = epochs;
    this.epochsKnown = epochsKnown;
    this.producers = producers;
  }

  /** For a log that cannot be opened. */
  static DerivedState none(Path directory, LogContext context) {
    return new DerivedState(
        directory,
        context,
        LeaderEpochCache.empty(context.files(), directory.resolve(LogFiles.LEADER_EPOCHS)),
        true,
        new ProducerStateManager(context.files(), directory, context.producers()));
  }

  /** Reads what is there; {@link #recover} completes it once the log's end is known. */
  static DerivedState load(
      Path directory, LogContext context, Collection<Path> entries, List<Segment> segments)
      throws IOException {
    Path file = directory.resolve(LogFiles.LEADER_EPOCHS);
    LeaderEpochCache epochs;
    boolean known = true;
    try {
      epochs =
          entries.contains(file)
              ? LeaderEpochCache.load(context.files(), file)
              : LeaderEpochCache.empty(context.files(), file);
    } catch (CorruptLogException e) {
      LOG.warn("Finding out the leader epochs anew: {}", e.getMessage());
      epochs = LeaderEpochCache.empty(context.files(), file);
      known = false;
    }
    ProducerStateManager producers =
        ProducerStateManager.open(
            context.files(), directory, entries, basesOf(segments), context.producers());
    DerivedState derived = new DerivedState(directory, context, epochs, known, producers);
    derived.transactions.load(entries, segments);
    return derived;
  }

  /** Brings everything to the log's start and end. */
  void recover(LogState log) throws IOException {
    long start = log.logStartOffset();
    long end = log.end().offset();
    if (!epochsKnown) {
      epochs.clear();
      BatchReplay.replay(log, start, (buffer, at) -> noteEpoch(buffer, at));
    }
    epochs.truncateFromEnd(end);
    epochs.truncateFromStart(start);
    transactions.beginRecovery(log.segments(), end);
    producers.deleteSnapshotsAfter(transactions.trustedBelow());
    restoreProducers(log, ended -> transactions.recovered(ended, log.segments()));
    transactions.endRecovery(log.segments().last().baseOffset());
  }

  private void restoreProducers(LogState log) throws IOException {
    restoreProducers(log, ended -> {});
  }

  /** Brings the producers to the log's end, from the newest snapshot and the batches behind it. */
  private void restoreProducers(LogState log, Consumer<CompletedTransaction> onEnded)
      throws IOException {
    producers.truncateAndReload(log.logStartOffset(), log.end().offset(), context.clock().millis());
    if (producers.mapEndOffset() < log.end().offset()) {
      BatchReplay.replay(
          log,
          producers.mapEndOffset(),
          (buffer, at) -> {
            CompletedTransaction ended = producers.apply(buffer, at);
            if (ended != null) {
              onEnded.accept(ended);
            }
          });
    }
    producers.onHighWatermark(log.highWatermarkPosition().offset());
  }

  /**
   * Forgets the producers' part in what could not be written. A full disk makes write after write
   * fail, so what the first one has cost to read is kept in memory until one succeeds.
   */
  void undoProducers(LogState log) throws IOException {
    transactions.onNotWritten();
    KeptProducers before = kept;
    if (before != null && before.endOffset() == log.end().offset()) {
      producers.goBackTo(before);
      producers.onHighWatermark(log.highWatermarkPosition().offset());
    } else {
      restoreProducers(log);
      kept = producers.keep();
    }
  }

  /** What was applied is in the log's last segment. */
  void onWritten(long lastBase) {
    kept = null;
    transactions.onWritten(lastBase);
  }

  int latestEpoch() {
    return epochs.latestEpoch();
  }

  int epochAt(long offset) {
    return epochs.epochForOffset(offset).orElse(LeaderEpochCache.UNKNOWN_EPOCH);
  }

  void noteEpoch(ByteBuf buffer, int at) {
    int epoch = BatchHeader.partitionLeaderEpoch(buffer, at);
    if (epoch >= 0) {
      epochs.assign(epoch, BatchHeader.baseOffset(buffer, at));
    }
  }

  EpochEndOffset endOffsetFor(int epoch, long logEnd) {
    return epochs.endOffsetFor(epoch, logEnd);
  }

  /** Epochs that begin at or beyond an offset are found again by whoever scans from there. */
  void forgetEpochsFrom(long offset) {
    epochs.truncateFromEnd(offset);
  }

  /**
   * Whether the producers may write what is about to be appended; null if so, and then it is taken
   * into account. The batches have their offsets.
   */
  @Nullable AppendOutcome admitProducers(Append append, long logStartOffset) {
    ByteBuf buffer = append.batches();
    if (append.context() != null) {
      BatchScanner checked = BatchScanner.ofReadable(buffer);
      while (checked.next()) {
        ProducerVerdict verdict = producers.check(buffer, checked.index(), append.context());
        if (verdict instanceof ProducerVerdict.Duplicate duplicate) {
          return new Duplicate(
              duplicate.firstOffset(),
              duplicate.lastOffset(),
              logStartOffset,
              duplicate.timestamp());
        }
        if (verdict instanceof ProducerVerdict.Unverified unverified) {
          return new AppendOutcome.Unverified(unverified.guard());
        }
        if (verdict instanceof ProducerVerdict.Refused refused) {
          return new Refused(refused.fault(), refused.detail());
        }
      }
    }
    BatchScanner applied = BatchScanner.ofReadable(buffer);
    while (applied.next()) {
      CompletedTransaction ended = producers.apply(buffer, applied.index());
      if (ended != null) {
        transactions.ending(ended);
      }
    }
    return null;
  }

  /** The transactions that readers of committed records must pass over. */
  TransactionIndexes transactions() {
    return transactions;
  }

  /** The first offset that a reader of committed records must not pass; MAX_VALUE if none. */
  long firstUnstableOffset() {
    return producers.firstUnstableOffset().orElse(Long.MAX_VALUE);
  }

  void onHighWatermark(long highWatermark) {
    producers.onHighWatermark(highWatermark);
  }

  /** Lets a restart begin here. */
  void snapshotProducers(boolean sync) throws IOException {
    producers.takeSnapshot(sync);
  }

  /** Lets recovery begin here, in the middle of the last segment. */
  void snapshotProducersAhead(LogState log) throws IOException {
    producers.takeSnapshotAhead(basesOf(log.segments().all()), log.recoveryPoint());
  }

  private static NavigableSet<Long> basesOf(List<Segment> segments) {
    NavigableSet<Long> bases = new TreeSet<>();
    segments.forEach(segment -> bases.add(segment.baseOffset()));
    return bases;
  }

  void removeExpiredProducers() {
    producers.removeExpired(context.clock().millis());
  }

  ProducerStateManager producers() {
    return producers;
  }

  /**
   * Makes the epochs durable; due before a recovery point is recorded.
   *
   * @return whether the log's directory is to be synced for that
   */
  boolean writeEpochs() throws IOException {
    return epochs.write();
  }

  void epochsSynced() {
    epochs.directorySynced();
  }

  /** The log was cut at its end. */
  void truncateTo(LogState log) throws IOException {
    long end = log.end().offset();
    kept = null;
    epochs.truncateFromEnd(end);
    if (end <= log.logStartOffset()) {
      epochs.clear();
      transactions.clear();
      producers.truncateFullyAndStartAt(end);
    } else {
      transactions.truncate(log.segments(), end);
      restoreProducers(log);
    }
    if (epochs.write()) {
      context.files().syncDirectory(log.directory());
      epochs.directorySynced();
    }
  }

  /** The log was cut at its start. */
  void onLogStart(long offset) throws IOException {
    epochs.truncateFromStart(offset);
    producers.onLogStartOffset(offset);
  }

  void onSegmentDeleted(Segment segment) throws IOException {
    producers.deleteSnapshot(segment.baseOffset());
    transactions.onSegmentDeleted(segment.baseOffset());
  }
}
