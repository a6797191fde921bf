package io.barnabas.storage.log;

import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.LogLoader.Checkpointed;
import io.barnabas.storage.log.LogTask.Append;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.barnabas.storage.producer.ProducerState;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The log of one partition. Every method may be called from any thread; which of them touch the
 * disk is said at each. After a clean shutdown the log is opened by the first call that needs it,
 * which costs a few small reads.
 */
public final class PartitionLog {
  private static final long UNKNOWN = -1;

  private final PartitionId id;
  private final LogOpening opening;
  private final BatchAdmission admission;
  private final LogReads reads;

  private volatile LogConfig config;
  private volatile PartitionLogListener listener = new PartitionLogListener() {};
  private volatile long upkeepDueMs = UNKNOWN;

  PartitionLog(
      PartitionId id,
      Path directory,
      LogContext context,
      LogConfig config,
      Checkpointed checkpointed,
      LogOpening.@Nullable Making making) {
    this.id = id;
    this.config = config;
    this.opening = new LogOpening(id, new LogPlace(directory, context), checkpointed, making);
    this.admission = new BatchAdmission(config, context.clock());
    this.reads = new LogReads(id);
  }

  public PartitionId id() {
    return id;
  }

  private LogContext context() {
    return opening.place().context();
  }

  /** The log directory ({@code log.dirs}) it lies in. */
  public Path logDirectory() {
    return context().health().directory();
  }

  /** Whether the log directory it lies in has not failed. */
  public boolean logDirectoryIsOnline() {
    return context().health().failure() == null;
  }

  Path directory() {
    return opening.place().directory();
  }

  /** Goes on in another place; by whoever has the log's turn. */
  void relocate(LogPlace place, LoadedLog log) {
    opening.relocate(place, log, this);
  }

  @Nullable LoadedLog loadedOrNull() {
    return opening.ifOpen();
  }

  Checkpointed checkpointed() {
    return opening.checkpointed();
  }

  PartitionLogListener listener() {
    return listener;
  }

  /** Opens the log now, where it is not open yet; why it cannot be used, null if it can. Blocks. */
  public @Nullable String open() {
    return loaded().state().unavailable();
  }

  /** Whether the log is open, so that asking it does not wait for the disk. */
  public boolean isOpen() {
    return opening.ifOpen() != null;
  }

  /** Whether there is a directory: a new log gets it when it is opened. */
  boolean isOnDisk() {
    return opening.isOnDisk();
  }

  /** Whether a power loss may take the identity from the directory. */
  boolean mayBeNameless() {
    return opening.mayBeNameless();
  }

  /** Recovers the log after an unclean end, unless it is open. Blocks. */
  void recover() {
    opening.recover(this);
  }

  LoadedLog loaded() {
    return opening.open(this);
  }

  /**
   * Whether retention and compaction are worth a try; of a log that is not open, its files are
   * looked at, once. Blocks for a few small reads.
   */
  boolean mayNeedUpkeep() {
    if (opening.ifOpen() != null) {
      return true;
    }
    if (!opening.isOnDisk()) {
      return false;
    }
    long due = upkeepDueMs;
    try {
      if (due == UNKNOWN) {
        due = UpkeepOutlook.dueMs(context().files(), directory(), config, checkpointed());
        upkeepDueMs = due;
      }
    } catch (IOException e) {
      return true; // Opening it will say what is wrong.
    }
    return context().clock().millis() >= due;
  }

  /** Lets no one use the log any more; the stage completes when nobody does. */
  CompletionStage<Void> close(String reason) {
    return opening.close(reason, this);
  }

  /**
   * Appends batches under this broker's leadership: validates them, checks the producer's sequence,
   * assigns base offset and leader epoch in place, writes.
   *
   * <p>Does not wait: the thread that finds the log idle writes (to the page cache) what is queued,
   * others only queue. Takes one reference of the buffer and releases it in every case. The stage
   * completes in the order of offsets, on the writing thread or, where the flush policy demands a
   * sync, on a sync thread.
   *
   * @param batches readable bytes: one or more whole record batches
   */
  public CompletionStage<AppendOutcome> appendAsLeader(ByteBuf batches, AppendContext context) {
    return submit(admission.asLeader(batches, context));
  }

  /** Appends batches verbatim, with the offsets and epochs the leader gave them. As above. */
  public CompletionStage<AppendOutcome> appendAsFollower(ByteBuf batches) {
    return submit(admission.asFollower(batches));
  }

  private CompletionStage<AppendOutcome> submit(BatchAdmission.Admitted admitted) {
    if (admitted.refused() != null) {
      return CompletableFuture.completedFuture(admitted.refused());
    }
    Append append = admitted.toAppend();
    opening.submit(append, this);
    return append.outcome();
  }

  /**
   * Finds whole batches from the one containing {@code offset} on. Reads batch headers at most; the
   * records themselves are read when they are sent.
   *
   * @param offset where to begin; from log start to log end
   * @param endExclusive nothing at or beyond this offset is given out: high watermark, last stable
   *     offset or log end
   * @param maxBytes the most bytes to give out
   * @param atLeastOneBatch whether a first batch over {@code maxBytes} is given out all the same
   */
  public ReadOutcome read(long offset, long endExclusive, int maxBytes, boolean atLeastOneBatch) {
    return reads.read(this::loaded, offset, endExclusive, maxBytes, atLeastOneBatch, false);
  }

  /**
   * As {@link #read}, and has the records in memory when it returns, so that sending them does not
   * wait for the disk. Blocks.
   */
  public ReadOutcome readIntoMemory(
      long offset, long endExclusive, int maxBytes, boolean atLeastOneBatch) {
    return reads.read(this::loaded, offset, endExclusive, maxBytes, atLeastOneBatch, true);
  }

  /**
   * Whether {@link #read} and the sending of what it finds are likely to do without the disk. Does
   * not block.
   */
  public boolean isInMemory(long offset, long endExclusive, int maxBytes) {
    LoadedLog log = opening.ifOpen();
    return log != null && log.reader().isInMemory(offset, endExclusive, maxBytes);
  }

  /** The first offset that can be read. */
  public long logStartOffset() {
    return loaded().state().logStartOffset();
  }

  /** Everything below is decided: the first offset of the oldest open transaction, at most HW. */
  public long lastStableOffset() {
    return loaded().state().lastStableOffset();
  }

  /** Everything below is on all in-sync replicas. */
  public long highWatermark() {
    return loaded().state().highWatermarkPosition().offset();
  }

  /** The offset the next record gets. */
  public long logEndOffset() {
    return loaded().state().end().offset();
  }

  /**
   * The log end as far as it may count towards the high watermark: what {@code flush.messages}
   * wants synced first is not in it before it is.
   */
  public long settledEndOffset() {
    return loaded().state().settledEnd();
  }

  /** Everything below has been synced to the disk. */
  public long recoveryPoint() {
    return loaded().state().recoveryPoint();
  }

  /** The newest leader epoch the log has records of, -1 when there is none. */
  public int latestEpoch() {
    return loaded().state().derived().latestEpoch();
  }

  /** The epoch that the record at an offset was written under, -1 where unknown. From memory. */
  public int leaderEpochAt(long offset) {
    return loaded().state().derived().epochAt(offset);
  }

  /** Everything below was compacted at least once; older tombstones may be gone. From memory. */
  public long cleanedOffset() {
    return loaded().state().cleanedOffset();
  }

  /** How many segments there are. */
  public int segmentCount() {
    return loaded().state().segments().count();
  }

  /** Bytes of all segments, indexes not counted. */
  public long sizeInBytes() {
    return loaded().state().segments().sizeInBytes();
  }

  /** The same without opening a log that nobody has used yet; may read its directory instead. */
  public long sizeOnDisk() throws IOException {
    if (!isOnDisk()) {
      return 0;
    }
    if (isOpen()) {
      return sizeInBytes();
    }
    return LogFiles.sizeOfSegments(context().files(), directory());
  }

  /**
   * Moves the high watermark forward; never back and never beyond the log end.
   *
   * @return whether it moved
   */
  public boolean advanceHighWatermark(long offset) {
    LoadedLog log = loaded();
    boolean advanced = log.advanceHighWatermark(offset);
    // Where it has moved meanwhile, the mark was carried along before.
    return loaded() == log ? advanced : advanceHighWatermark(offset) || advanced;
  }

  /**
   * The first record whose timestamp is at least the given one, by offset; (-1, -1, -1) when there
   * is none below {@code endExclusive}. Reads from disk.
   *
   * @throws IOException when the log cannot be read
   */
  public TimestampAndOffset offsetForTimestamp(long timestampMs, long endExclusive)
      throws IOException {
    return LogReads.search(this::loaded, timestamps -> timestamps.first(timestampMs, endExclusive));
  }

  /**
   * The first record with the largest timestamp; (-1, -1, -1) in an empty log. Reads from disk.
   *
   * @throws IOException when the log cannot be read
   */
  public TimestampAndOffset maxTimestamp() throws IOException {
    return LogReads.search(this::loaded, TimestampSearch::max);
  }

  /** Where an epoch ends. From memory. */
  public EpochEndOffset endOffsetForEpoch(int leaderEpoch) {
    LogState state = loaded().state();
    return state.derived().endOffsetFor(leaderEpoch, state.end().offset());
  }

  /**
   * The aborted transactions that have records, or their marker, in a range of offsets, in the
   * order of their markers. Some may be of no concern to the range; none is missing as far as the
   * range lies below the last stable offset. May read from disk.
   *
   * @throws IOException when an index cannot be read
   */
  public List<AbortedTransaction> abortedTransactions(long from, long endExclusive)
      throws IOException {
    return LogReads.aborted(this::loaded, from, endExclusive);
  }

  /**
   * Likewise, those that a reader of what was found at {@code offset} must know.
   *
   * @throws NoSuchFileException when segments have come or gone since it was found: compaction and
   *     retention forget what was aborted in a segment that a reader may still have open. To be
   *     read again
   */
  public List<AbortedTransaction> abortedTransactions(
      LogSlice slice, long offset, long endExclusive) throws IOException {
    return loaded().abortedTransactions(slice, offset, endExclusive);
  }

  /** What the log knows of one producer; empty if nothing. */
  public CompletionStage<Optional<ProducerState>> producer(long producerId) {
    return loaded().producer(producerId);
  }

  /** What the log knows of its producers. */
  public CompletionStage<Collection<ProducerState>> producers() {
    return loaded().producers();
  }

  /**
   * Deletes records below an offset (DeleteRecords): moves the log start, drops whole segments.
   *
   * @param offset at most the high watermark, or the stage fails with IllegalArgumentException
   * @return the log start offset then, durable
   */
  public CompletionStage<Long> deleteRecordsBefore(long offset) {
    return opening.whereverItLies(this, log -> log.deleteBefore(offset));
  }

  /**
   * Cuts the log so that it has no record at or beyond {@code offset}; nothing when it has none. A
   * batch that contains the offset goes whole, so the log end may lie a little below.
   */
  public CompletionStage<Void> truncateTo(long offset) {
    return opening.whereverItLies(this, log -> log.truncateTo(offset));
  }

  /**
   * Makes everything written so far durable. Blocks.
   *
   * @throws IOException when the sync failed; the log directory is offline then
   */
  public void flush() throws IOException {
    loaded().flusher().flush();
  }

  public LogConfig config() {
    return config;
  }

  /** Obeys another configuration from now on. */
  public void updateConfig(LogConfig changed) {
    config = changed;
    admission.update(changed);
    upkeepDueMs = UNKNOWN;
    LoadedLog log = opening.ifOpen();
    if (log != null) {
      log.state().setConfig(changed);
    }
  }

  public void setListener(PartitionLogListener changed) {
    listener = changed;
    LoadedLog log = opening.ifOpen();
    if (log != null) {
      log.state().setListener(changed);
    }
  }
}
