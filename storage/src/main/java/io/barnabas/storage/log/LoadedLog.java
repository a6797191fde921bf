package io.barnabas.storage.log;

import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.LogTask.Exclusive;
import io.barnabas.storage.log.LogTask.Held;
import io.barnabas.storage.log.LogTask.Quick;
import io.barnabas.storage.log.ReadOutcome.LogSlice;
import io.barnabas.storage.producer.ProducerState;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A log that has been opened, with everything that works on it. */
final class LoadedLog {
  private static final Logger LOG = LoggerFactory.getLogger(LoadedLog.class);

  /** A change to the log that touches the disk. */
  interface Change<T> {
    T apply() throws IOException;
  }

  private final LogState state;
  private final LogReader reader;
  private final TimestampSearch timestamps;
  private final LogFlusher flusher;
  private final TaskQueue queue;
  private final LogAppender appender;
  private final LogTruncation truncation;
  private final LogCleanup cleanup;
  private final Compaction compaction;
  private final SnapshotAhead snapshots;

  LoadedLog(LogState state) {
    this(state, null);
  }

  /**
   * A log that goes on with the queue of what it replaces, from {@link #takeQueue} on; with one of
   * its own if there was none.
   */
  LoadedLog(LogState state, @Nullable TaskQueue inherited) {
    this.state = state;
    this.reader = new LogReader(state);
    this.timestamps = new TimestampSearch(state);
    this.flusher = new LogFlusher(state);
    this.snapshots = new SnapshotAhead(state);
    SegmentRoller roller = new SegmentRoller(state);
    SegmentDeletion deletion = new SegmentDeletion(state.context());
    this.truncation = new LogTruncation(state, deletion);
    this.cleanup = new LogCleanup(state, roller, deletion, flusher);
    FlushTrigger trigger = new FlushTrigger(state, flusher, this::snapshotAheadIfDue);
    this.appender =
        new LogAppender(
            state,
            roller,
            new SyncGate(state, flusher),
            trigger,
            new RoomReturn(state, this::submit));
    this.queue =
        inherited == null ? new TaskQueue(state.context().executor(), appender::append) : inherited;
    this.compaction = new Compaction(this);
  }

  private void submit(LogTask task) {
    queue.submit(task);
  }

  /** Has the queue append to this log; by the queue's owner. */
  void takeQueue() {
    queue.appendWith(appender::append);
  }

  /**
   * Waits for a turn in which nobody else changes the log. Completes on any thread, with what ends
   * the turn.
   */
  CompletionStage<Runnable> takeTurn() {
    CompletableFuture<Runnable> turn = new CompletableFuture<>();
    queue.submit(new Held(turn::complete));
    return turn;
  }

  Compaction compaction() {
    return compaction;
  }

  LogState state() {
    return state;
  }

  LogReader reader() {
    return reader;
  }

  TimestampSearch timestamps() {
    return timestamps;
  }

  LogFlusher flusher() {
    return flusher;
  }

  TaskQueue queue() {
    return queue;
  }

  /** Lets recovery begin near the end, where that has moved far from where it would. Any thread. */
  void snapshotAheadIfDue() {
    if (snapshots.isDue()) {
      queue.submit(new Exclusive(snapshots::take));
    }
  }

  /** From any thread; the listener is told at once, of the last stable offset perhaps later. */
  boolean advanceHighWatermark(long offset) {
    boolean moved = state.advanceHighWatermark(offset);
    if (moved) {
      state.listener().onHighWatermark(state.highWatermarkPosition().offset());
      if (state.firstUnstableOffset() < offset) {
        queue.submit(new Quick(this::settleTransactions));
      }
    }
    return moved;
  }

  private void settleTransactions() {
    long before = state.lastStableOffset();
    state.derived().onHighWatermark(state.highWatermarkPosition().offset());
    state.publishDerived();
    if (state.lastStableOffset() > before) {
      state.listener().onLastStableOffset(state.lastStableOffset());
    }
  }

  List<AbortedTransaction> abortedTransactions(long from, long endExclusive) throws IOException {
    // An index found may be replaced before it is read; then it is not found any more.
    for (int attempt = 0; ; attempt++) {
      try {
        return state.derived().transactions().between(from, endExclusive);
      } catch (NoSuchFileException e) {
        if (attempt >= 3) {
          throw e;
        }
      }
    }
  }

  /** As {@link PartitionLog#abortedTransactions(LogSlice, long, long)}. */
  List<AbortedTransaction> abortedTransactions(LogSlice slice, long offset, long endExclusive)
      throws IOException {
    List<AbortedTransaction> aborted =
        state.derived().transactions().isEmpty()
            ? List.of()
            : abortedTransactions(offset, reader.endOf(slice, endExclusive));
    if (state.segmentsVersion() != slice.segmentsVersion()) {
      String path = state.directory().toString();
      throw new NoSuchFileException(path, null, "its segments have changed");
    }
    return aborted;
  }

  CompletionStage<Optional<ProducerState>> producer(long producerId) {
    CompletableFuture<Optional<ProducerState>> result = new CompletableFuture<>();
    queue.submit(
        new Quick(() -> result.complete(state.derived().producers().producer(producerId))));
    return result;
  }

  CompletionStage<Collection<ProducerState>> producers() {
    CompletableFuture<Collection<ProducerState>> result = new CompletableFuture<>();
    queue.submit(new Quick(() -> result.complete(state.derived().producers().producers())));
    return result;
  }

  CompletionStage<Void> truncateTo(long offset) {
    return doing(false, () -> flusher.exclusively(() -> truncation.truncateTo(offset)));
  }

  CompletionStage<Long> deleteBefore(long offset) {
    return change(
        true,
        () -> {
          cleanup.deleteBefore(offset);
          return state.logStartOffset();
        });
  }

  /** Puts a segment in the place of others; whether that was still possible. */
  CompletionStage<Boolean> swap(SegmentSwap swap) {
    return change(
        false,
        () -> {
          boolean[] done = {false};
          flusher.exclusively(() -> done[0] = swap.run());
          return done[0];
        });
  }

  CompletionStage<Void> retain() {
    return doing(true, cleanup::retain);
  }

  /** The two parts of {@link #retain}, between which log starts are to be checkpointed. */
  CompletionStage<Void> moveStart() {
    return doing(true, cleanup::moveStart);
  }

  CompletionStage<Void> takeAway() {
    return doing(true, cleanup::takeAway);
  }

  /**
   * Closes after everything queued before; when it is done, nobody writes to the log's directory
   * any more.
   */
  CompletionStage<Void> close(String reason) {
    // A cleaning notices that the log is closed, and ends.
    return closeToAppends(reason).thenCompose(closed -> compaction.whenIdle());
  }

  private CompletionStage<Void> closeToAppends(String reason) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    queue.submit(
        new Exclusive(
            () -> {
              try {
                end(reason);
                done.complete(null);
              } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            }));
    return done;
  }

  private void end(String reason) throws IOException {
    if (!state.isClosed()) {
      flusher.exclusively(() -> state.close(reason));
      state.listener().onUnavailable(reason);
    }
  }

  /**
   * Syncs everything, writes what a clean start reads, and closes: all in one, or an append between
   * the two would be acknowledged and belong to no clean end. Closes also when that fails.
   */
  CompletionStage<Void> shutDown() {
    String reason = "the broker is shutting down";
    CompletionStage<Void> saved =
        doing(
            true,
            () -> {
              state.context().indexes().writeFinal(state.segments().last());
              snapshots.takeAtEnd();
              SegmentRoller.trim(state.context(), state.segments().last());
              flusher.flush();
              end(reason);
            });
    return saved
        .handle((nothing, failure) -> close(reason).thenCompose(closed -> saved))
        .thenCompose(Function.identity());
  }

  private CompletionStage<Void> doing(boolean resumable, LogFlusher.IoAction action) {
    CompletionStage<Boolean> done =
        change(
            resumable,
            () -> {
              action.run();
              return true;
            });
    return done.thenAccept(yes -> {});
  }

  /**
   * Runs a change when it is its turn. A failure of the disk takes the directory offline, but for
   * want of room if the change is resumable: then it has left the log as good as before.
   */
  private <T> CompletionStage<T> change(boolean resumable, Change<T> change) {
    CompletableFuture<T> result = new CompletableFuture<>();
    queue.submit(new Exclusive(() -> run(resumable, change, result)));
    return result;
  }

  private <T> void run(boolean resumable, Change<T> change, CompletableFuture<T> result) {
    String unavailable = state.unavailable();
    if (unavailable != null) {
      result.completeExceptionally(new IOException(unavailable));
      return;
    }
    try {
      result.complete(change.apply());
    } catch (IOException e) {
      LOG.error("Changing {} failed: {}", state.id(), e.toString());
      if (resumable) {
        state.context().health().failUnlessPassing("changing " + state.id(), e);
      } else {
        state.context().health().fail("changing " + state.id() + ": " + e);
      }
      result.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }
}
