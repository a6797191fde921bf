package io.barnabas.storage.producer;

import io.barnabas.codec.batch.BatchLayout;
import io.barnabas.codec.batch.Sequences;
import java.util.Arrays;

/**
 * One producer: epoch, open transaction, and its last batches, of which at most {@value
 * #BATCHES_MAX} are kept, oldest first. A partition may have thousands of these, so batches are
 * rows of one array of longs: last offset, timestamp, last sequence and offset delta.
 */
final class ProducerEntry {
  /** As many requests as an idempotent producer may have in flight. */
  static final int BATCHES_MAX = 5;

  static final long NO_TRANSACTION = -1;
  static final int NO_COORDINATOR_EPOCH = -1;

  private static final int ROW = 3;

  final long producerId;
  private short epoch = BatchLayout.NO_PRODUCER_EPOCH;
  private byte batchCount;
  private int coordinatorEpoch = NO_COORDINATOR_EPOCH;
  private long lastTimestamp = BatchLayout.NO_TIMESTAMP;
  private long transactionFirstOffset = NO_TRANSACTION;
  private long[] batches = {};

  ProducerEntry(long producerId) {
    this.producerId = producerId;
  }

  ProducerEntry copy() {
    ProducerEntry copy = new ProducerEntry(producerId);
    copy.restore(epoch, coordinatorEpoch, lastTimestamp, transactionFirstOffset);
    copy.batchCount = batchCount;
    copy.batches = batches.clone();
    return copy;
  }

  short epoch() {
    return epoch;
  }

  int coordinatorEpoch() {
    return coordinatorEpoch;
  }

  /** Timestamp of the last batch or marker in ms; decides when the entry expires. */
  long lastTimestamp() {
    return lastTimestamp;
  }

  /** Offset of the first record of the open transaction, or {@link #NO_TRANSACTION}. */
  long transactionFirstOffset() {
    return transactionFirstOffset;
  }

  boolean hasTransaction() {
    return transactionFirstOffset != NO_TRANSACTION;
  }

  boolean hasBatches() {
    return batchCount > 0;
  }

  /** How many batches are known. */
  int batchCount() {
    return batchCount;
  }

  /** Sequence of the last record, {@link BatchLayout#NO_SEQUENCE} if no batch is known. */
  int lastSequence() {
    return hasBatches() ? lastSequence(batchCount - 1) : BatchLayout.NO_SEQUENCE;
  }

  long lastOffset() {
    return hasBatches() ? lastOffset(batchCount - 1) : -1;
  }

  /** Index of the batch with just these sequences under this epoch, -1 if none is known. */
  int find(short batchEpoch, int firstSequence, int lastSequence) {
    if (batchEpoch != epoch) {
      return -1;
    }
    for (int i = 0; i < batchCount; i++) {
      if (lastSequence(i) == lastSequence && firstSequence(i) == firstSequence) {
        return i;
      }
    }
    return -1;
  }

  long firstOffset(int batch) {
    return lastOffset(batch) - offsetDelta(batch);
  }

  long lastOffset(int batch) {
    return batches[batch * ROW];
  }

  long timestamp(int batch) {
    return batches[batch * ROW + 1];
  }

  int lastSequence(int batch) {
    return (int) (batches[batch * ROW + 2] >> Integer.SIZE);
  }

  /** The batch's record count less one. */
  int offsetDelta(int batch) {
    return (int) batches[batch * ROW + 2];
  }

  private int firstSequence(int batch) {
    return Sequences.minus(lastSequence(batch), offsetDelta(batch));
  }

  /** Remembers a batch; a new epoch forgets those of the old one. */
  void addBatch(
      short batchEpoch, int lastSequence, long lastOffset, int offsetDelta, long timestamp) {
    setEpoch(batchEpoch);
    if (batchCount == BATCHES_MAX) {
      System.arraycopy(batches, ROW, batches, 0, batches.length - ROW);
    } else {
      batchCount++;
      batches = Arrays.copyOf(batches, batchCount * ROW);
    }
    int row = (batchCount - 1) * ROW;
    batches[row] = lastOffset;
    batches[row + 1] = timestamp;
    batches[row + 2] = (long) lastSequence << Integer.SIZE | offsetDelta & 0xffff_ffffL;
    lastTimestamp = timestamp;
  }

  void beginTransaction(long firstOffset) {
    transactionFirstOffset = firstOffset;
  }

  /** Remembers that a coordinator has ended the transaction. */
  void endTransaction(short markerEpoch, int newCoordinatorEpoch, long timestamp) {
    setEpoch(markerEpoch);
    coordinatorEpoch = newCoordinatorEpoch;
    lastTimestamp = timestamp;
    transactionFirstOffset = NO_TRANSACTION;
  }

  private void setEpoch(short newEpoch) {
    if (newEpoch != epoch) {
      epoch = newEpoch;
      batchCount = 0;
      batches = new long[0];
    }
  }

  /** Takes over what a snapshot says. */
  void restore(
      short newEpoch, int newCoordinatorEpoch, long timestamp, long newTransactionFirstOffset) {
    epoch = newEpoch;
    coordinatorEpoch = newCoordinatorEpoch;
    lastTimestamp = timestamp;
    transactionFirstOffset = newTransactionFirstOffset;
  }
}
