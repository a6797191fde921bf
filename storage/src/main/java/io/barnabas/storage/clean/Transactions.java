package io.barnabas.storage.clean;

import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordCursor;
import io.barnabas.storage.index.AbortedTransaction;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Follows the transactions of a log while it is read from its start: which data are aborted, and
 * which markers have nothing left to mark. A marker stays at least as long as any batch of its
 * transaction, be it an empty one: without it, whoever reads the batch would wait for the end. Not
 * thread-safe; one per pass.
 */
final class Transactions {
  private final PriorityQueue<AbortedTransaction> ahead =
      new PriorityQueue<>(Comparator.comparingLong(AbortedTransaction::firstOffset));
  private final LongObjectHashMap<Aborted> aborted = new LongObjectHashMap<>();
  private final Set<Long> undecidedOrCommitted = new HashSet<>();
  private final Consumer<AbortedTransaction> onNeededMarker;

  /** An aborted transaction that the pass is within. */
  private static final class Aborted {
    final AbortedTransaction transaction;
    boolean hasBatches;

    Aborted(AbortedTransaction transaction) {
      this.transaction = transaction;
    }
  }

  /**
   * Begins a pass.
   *
   * @param onNeededMarker told of aborted transactions that still have batches, at their markers
   */
  Transactions(Consumer<AbortedTransaction> onNeededMarker) {
    this.onNeededMarker = onNeededMarker;
  }

  /** Takes note of aborted transactions before their batches come. */
  void expect(List<AbortedTransaction> transactions) {
    ahead.addAll(transactions);
  }

  /** Sees a data batch; whether it was aborted. */
  boolean onData(ByteBuf buf, int at) {
    advance(BatchHeader.lastOffset(buf, at));
    if (!BatchHeader.isTransactional(buf, at)) {
      return false;
    }
    long producerId = BatchHeader.producerId(buf, at);
    Aborted within = aborted.get(producerId);
    if (within == null) {
      undecidedOrCommitted.add(producerId);
      return false;
    }
    within.hasBatches = true;
    return true;
  }

  /** Sees a control batch; whether it marks nothing any more. */
  boolean onControl(ByteBuf buf, int at) {
    advance(BatchHeader.lastOffset(buf, at));
    ControlRecordType type = typeOf(buf, at);
    long producerId = BatchHeader.producerId(buf, at);
    if (type == ControlRecordType.COMMIT) {
      return !undecidedOrCommitted.remove(producerId);
    }
    if (type != ControlRecordType.ABORT) {
      // Emptied by an earlier cleaning, or not about transactions.
      return BatchHeader.recordCount(buf, at) == 0;
    }
    Aborted ended = aborted.remove(producerId);
    if (ended == null || !ended.hasBatches) {
      return true;
    }
    onNeededMarker.accept(ended.transaction);
    return false;
  }

  private static @Nullable ControlRecordType typeOf(ByteBuf buf, int at) {
    try (RecordCursor records = RecordCursor.open(buf, at)) {
      return records.next() ? ControlRecordType.ofKey(records.key()) : null;
    }
  }

  private void advance(long offset) {
    while (!ahead.isEmpty() && ahead.element().firstOffset() <= offset) {
      AbortedTransaction begun = ahead.remove();
      aborted.putIfAbsent(begun.producerId(), new Aborted(begun));
    }
  }
}
