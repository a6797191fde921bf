package io.barnabas.coordinator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries decisions to the log, one batch at a time: while a batch is on its way, what is decided
 * next gathers in the following one. A decision is applied to the view at once, in a layer of its
 * batch, so that the next decision builds on it; nothing of it is visible outside before the batch
 * is committed, because every reply decided meanwhile, even one without records, waits for the
 * batches before it.
 *
 * <p>If an append fails, the layers and the live state that was built on them are worthless: the
 * owner drops this writer and loads again. One writer lives from a load to a failure or
 * resignation; used on the shard's queue only.
 */
final class ShardWriter<R> {

  /** What the writer tells its owner, on the shard's queue. */
  interface Listener {
    void onReleased(ReplyToken<?> token);

    void onCommitted();

    void onAppendFailed(Throwable error);

    /** The last append of a closed writer has ended, one way or the other. */
    void onSettled();
  }

  private final ShardKind<?, R> kind;
  private final CoordinatorLog log;
  private final LayeredView view;
  private final SerialQueue queue;
  private final Listener listener;
  private final Deque<PendingBatch> batches = new ArrayDeque<>();
  private long nextOffset;
  private int leaderEpoch;
  private int unsynced;
  private int repliesWaiting;
  private boolean appending;
  private boolean writeDue;
  private boolean closed;

  ShardWriter(ShardKind<?, R> kind, LoadedShard loaded, SerialQueue queue, Listener listener) {
    this.kind = kind;
    this.log = loaded.log();
    this.view = loaded.view();
    this.nextOffset = loaded.nextOffset();
    this.leaderEpoch = loaded.leaderEpoch();
    this.queue = queue;
    this.listener = listener;
  }

  Effects<R> newEffects(long nowMs) {
    return new Effects<>(
        nowMs, kind.serde()::sizeInBytes, log.batchBytesMax() - LogRecords.BATCH_OVERHEAD_BYTES);
  }

  /** Takes a decision's records and replies; {@link #pump} sends them off. */
  void accept(Effects<R> effects, long nowNanos) {
    List<LogRecord> encoded = new ArrayList<>(effects.records().size());
    int bytes = 0;
    for (R entry : effects.records()) {
      LogRecord bytesOfEntry = kind.serde().encode(entry, effects.nowMs());
      bytes += LogRecords.sizeInBytes(bytesOfEntry);
      encoded.add(bytesOfEntry);
    }
    // A decision shares one batch if it fits; only mass deletions do not, and they need not be
    // atomic.
    if (!encoded.isEmpty()) {
      batchFor(encoded.get(0).stamp(), bytes, nowNanos);
    }
    for (int index = 0; index < encoded.size(); index++) {
      LogRecord entry = encoded.get(index);
      batchFor(entry.stamp(), LogRecords.sizeInBytes(entry), nowNanos).add(entry);
      kind.apply(effects.records().get(index), entry, view);
    }
    effects.replies().forEach(this::releaseOrHold);
  }

  private PendingBatch batchFor(@Nullable ProducerStamp stamp, int bytes, long nowNanos) {
    PendingBatch last = batches.peekLast();
    boolean onItsWay = appending && batches.size() == 1;
    if (last == null || onItsWay || !last.hasRoomFor(stamp, bytes, log.batchBytesMax())) {
      last = new PendingBatch(nowNanos);
      batches.addLast(last);
      view.begin();
    }
    return last;
  }

  private void releaseOrHold(Effects.Reply<?> reply) {
    PendingBatch last = batches.peekLast();
    if (last == null) {
      release(reply);
    } else {
      last.add(reply);
      repliesWaiting++;
    }
  }

  private void release(Effects.Reply<?> reply) {
    reply.release();
    listener.onReleased(reply.token());
  }

  /** Appends the next batch unless one is on its way. */
  void pump(int epoch) {
    PendingBatch first = batches.peekFirst();
    if (appending || first == null) {
      return;
    }
    appending = true;
    try {
      log.append(first.records(), epoch)
          .whenComplete((offset, error) -> appended(first, epoch, offset, error));
    } catch (RuntimeException e) {
      appended(first, epoch, null, e);
    }
  }

  /** By whoever has appended; where that went wrong there is more to do than to answer. */
  private void appended(
      PendingBatch batch, int epoch, @Nullable Long lastOffset, @Nullable Throwable error) {
    queue.executeHere(
        () -> error == null && !closed, () -> onAppended(batch, epoch, lastOffset, error));
  }

  private void onAppended(
      PendingBatch batch, int epoch, @Nullable Long lastOffset, @Nullable Throwable error) {
    appending = false;
    if (closed) {
      listener.onSettled();
    } else if (error != null || lastOffset == null) {
      listener.onAppendFailed(
          error != null ? error : new CoordinatorLogException("the log gave no offset"));
    } else {
      batches.removeFirst();
      view.commitOldest();
      nextOffset = lastOffset + 1;
      leaderEpoch = epoch;
      repliesWaiting -= batch.replyCount();
      batch.replies().forEach(this::release);
      listener.onCommitted();
    }
  }

  /**
   * Refuses the replies of batches that have waited since before {@code startedBefore}; the batches
   * go on, and with them what the shard itself wants done once they are committed. Their operations
   * still count as waiting, so that a log that is stuck cannot make the batches behind it pile up
   * without end.
   */
  void refuseRepliesOf(long startedBefore) {
    for (PendingBatch batch : batches) {
      if (batch.startedNanos() - startedBefore <= 0) {
        batch.replies().removeIf(reply -> refuse(reply.token()));
      }
    }
  }

  private boolean refuse(ReplyToken<?> token) {
    if (token.isNotice()) {
      return false;
    }
    token.refuse(CoordinatorFault.NOT_DURABLE);
    listener.onReleased(token);
    return true;
  }

  boolean isIdle() {
    return batches.isEmpty();
  }

  boolean isAppending() {
    return appending;
  }

  /** Operations whose batches are yet to be committed. */
  int repliesWaiting() {
    return repliesWaiting;
  }

  /** Whether so many committed changes are not in the view store yet; says so once. */
  boolean isWriteDue(int entries) {
    boolean due = !writeDue && view.committedSize() >= entries;
    writeDue |= due;
    return due;
  }

  /**
   * Writes committed changes to the view store, and has them synced after every {@code syncEntries}
   * of them.
   */
  void writeView(int syncEntries) {
    writeDue = false;
    int entries = view.committedSize();
    if (entries == 0) {
      return;
    }
    view.writeCommitted(
        new ViewPosition(log.topicId(), nextOffset, leaderEpoch, kind.viewFormatVersion()));
    unsynced += entries;
    if (unsynced >= syncEntries) {
      view.store().sync();
      unsynced = 0;
    }
  }

  /**
   * Ends this writer, and lets go of the view, which waits for the disk: now where that may be,
   * next where it may not.
   *
   * @param keepView false after a failure of the view, true to write what is committed first
   * @param onFailure told if the view could not be written or closed
   */
  void close(boolean keepView, Consumer<RuntimeException> onFailure) {
    closed = true;
    if (queue.isBorrowed()) {
      queue.executeNext(() -> closeView(keepView, onFailure));
    } else {
      closeView(keepView, onFailure);
    }
  }

  private void closeView(boolean keepView, Consumer<RuntimeException> onFailure) {
    try {
      try {
        if (keepView) {
          writeView(0);
        }
      } finally {
        view.store().close();
      }
    } catch (RuntimeException e) {
      onFailure.accept(e);
    }
  }
}
