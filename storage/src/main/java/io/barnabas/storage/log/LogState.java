package io.barnabas.storage.log;

import io.barnabas.storage.index.SegmentIndexes;
import io.barnabas.storage.log.Segment.MaxTimestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a loaded log. Readers use the published fields without a lock; whoever owns the
 * log's {@link TaskQueue} at the moment is the only one to change segments, end and start.
 *
 * <p>Order of publication: segments before the end, so that whoever has seen an end finds its
 * segment.
 */
final class LogState {
  private final PartitionId id;
  private final Path directory;
  private final LogContext context;
  private final DerivedState derived;

  private volatile LogConfig config;
  private volatile Segments segments;
  private final AtomicLong segmentsVersion = new AtomicLong();
  private volatile OffsetPosition end;
  // Written under this object's lock, because several threads may move it.
  private volatile OffsetPosition highWatermark;
  private volatile long settledEnd;
  private volatile long logStartOffset;
  private volatile long recoveryPoint;
  private volatile long firstUnstableOffset = Long.MAX_VALUE;
  private volatile int producerCount;
  private volatile long cleanedOffset;
  private volatile long rollJitterMs;
  private volatile @Nullable String closed;
  private volatile @Nullable String failed;
  private volatile boolean moved;
  private volatile boolean opened = true;
  private volatile PartitionLogListener listener = new PartitionLogListener() {};

  LogState(
      PartitionId id,
      Path directory,
      LogContext context,
      LogConfig config,
      DerivedState derived,
      Segments segments,
      OffsetPosition end,
      long logStartOffset,
      long recoveryPoint,
      long highWatermark) {
    this.id = id;
    this.directory = directory;
    this.context = context;
    this.config = config;
    this.derived = derived;
    this.segments = segments;
    this.end = end;
    this.logStartOffset = logStartOffset;
    this.recoveryPoint = recoveryPoint;
    this.settledEnd = end.offset();
    long bounded = Math.max(logStartOffset, Math.min(highWatermark, end.offset()));
    this.highWatermark = mark(bounded, end);
  }

  /** The state of a log that could not be opened. */
  static LogState unreadable(
      PartitionId id, Path directory, LogContext context, LogConfig config, String reason) {
    Segment nothing = new Segment(directory, 0, 0, 0, false);
    LogState state =
        new LogState(
            id,
            directory,
            context,
            config,
            DerivedState.none(directory, context),
            new Segments(List.of(nothing)),
            new OffsetPosition(0, nothing, 0),
            0,
            0,
            0);
    state.failed = reason;
    state.opened = false;
    return state;
  }

  private static OffsetPosition mark(long offset, OffsetPosition end) {
    return offset == end.offset() ? end : OffsetPosition.unknown(offset);
  }

  PartitionId id() {
    return id;
  }

  Path directory() {
    return directory;
  }

  LogContext context() {
    return context;
  }

  DerivedState derived() {
    return derived;
  }

  LogConfig config() {
    return config;
  }

  void setConfig(LogConfig changed) {
    config = changed;
  }

  Segments segments() {
    return segments;
  }

  void setSegments(Segments changed) {
    segments = changed;
    segmentsVersion.incrementAndGet();
  }

  /**
   * Rises after each change of the segments, and before what is known of those that have left
   * (their aborted transactions) is forgotten.
   */
  long segmentsVersion() {
    return segmentsVersion.get();
  }

  /** Goes on with versions where the log was before: none of its is one of these. */
  void continueVersions(LogState before) {
    segmentsVersion.set(before.segmentsVersion() + 1);
  }

  OffsetPosition end() {
    return end;
  }

  synchronized void setEnd(OffsetPosition changed) {
    end = changed;
    settledEnd = Math.min(settledEnd, changed.offset());
  }

  /**
   * The log end as far as the flush policy is fulfilled; with no such policy the log end itself.
   */
  long settledEnd() {
    return settledEnd;
  }

  synchronized void settle(long endOffset) {
    settledEnd = Math.min(Math.max(settledEnd, endOffset), end.offset());
  }

  long logStartOffset() {
    return logStartOffset;
  }

  void setLogStartOffset(long offset) {
    logStartOffset = offset;
    context.checkpoints().logStartMoved();
  }

  /** Everything below has been synced. */
  long recoveryPoint() {
    return recoveryPoint;
  }

  void setRecoveryPoint(long offset) {
    recoveryPoint = offset;
    context.checkpoints().recoveryPointMoved();
  }

  /** Everything below has been compacted; 0 if nothing has. */
  long cleanedOffset() {
    return cleanedOffset;
  }

  void setCleanedOffset(long offset) {
    cleanedOffset = offset;
  }

  long firstUnstableOffset() {
    return firstUnstableOffset;
  }

  /** How many producers are known. */
  int producerCount() {
    return producerCount;
  }

  /** By the log's owner, after it has changed what is derived. */
  void publishDerived() {
    firstUnstableOffset = derived.firstUnstableOffset();
    int known = derived.producers().producerCount();
    if (known != producerCount) {
      producerCount = known;
    }
  }

  /** All offsets below are decided, one way or the other. */
  long lastStableOffset() {
    // Records of an open transaction may have been deleted.
    return Math.max(logStartOffset, Math.min(firstUnstableOffset, highWatermark.offset()));
  }

  /**
   * Taken off {@code segment.ms} for the active segment, so that topics do not all roll at once.
   */
  long rollJitterMs() {
    return rollJitterMs;
  }

  void setRollJitterMs(long jitterMs) {
    rollJitterMs = jitterMs;
  }

  PartitionLogListener listener() {
    return listener;
  }

  void setListener(PartitionLogListener changed) {
    listener = changed;
  }

  OffsetPosition highWatermarkPosition() {
    return highWatermark;
  }

  /** Moves the high watermark forward, to the log end at most; whether it moved. */
  synchronized boolean advanceHighWatermark(long offset) {
    OffsetPosition now = end;
    long bounded = Math.min(offset, now.offset());
    if (bounded <= highWatermark.offset()) {
      return false;
    }
    highWatermark = mark(bounded, now);
    context.checkpoints().highWatermarkMoved();
    return true;
  }

  /** After truncation, or after the log start has overtaken it. */
  synchronized void resetHighWatermark(long offset) {
    highWatermark = mark(offset, end);
    context.checkpoints().highWatermarkMoved();
  }

  /** Ends all use of the log; the first reason stays. */
  void close(String reason) {
    if (closed == null) {
      closed = reason;
    }
  }

  /** The log goes on elsewhere, with everything that is here, synced. */
  void setMoved() {
    moved = true;
    close("it was moved to another directory");
  }

  /** Whether the log goes on elsewhere. */
  boolean isMoved() {
    return moved;
  }

  /** Why the log cannot be used; null when it can. */
  @Nullable String unavailable() {
    String reason = closed != null ? closed : failed;
    return reason != null ? reason : context.health().failure();
  }

  /** Whether the fields say what is on disk. */
  boolean isOpened() {
    return opened;
  }

  /** Whether the log was closed or deleted, as opposed to its disk having failed. */
  boolean isClosed() {
    return closed != null;
  }

  SegmentIndexes indexesOf(Segment segment) throws IOException {
    return context.indexes().of(segment, config.indexIntervalBytes());
  }

  MaxTimestamp maxTimestampOf(Segment segment) throws IOException {
    return context.indexes().maxTimestamp(segment, config.indexIntervalBytes());
  }
}
