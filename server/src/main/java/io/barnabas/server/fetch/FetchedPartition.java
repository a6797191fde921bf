package io.barnabas.server.fetch;

import io.barnabas.codec.Records;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.storage.index.AbortedTransaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch found in one partition. The records are referenced: whoever holds the value passes
 * it on or releases them.
 *
 * @param target what was asked
 * @param fault why nothing could be read, or null
 * @param highWatermark first offset not committed; -1 when unknown
 * @param lastStableOffset first offset of an undecided transaction, or the high watermark; -1 when
 *     unknown
 * @param logStartOffset first offset there is; -1 when unknown
 * @param divergence where the client's log parts from the leader's, or null
 * @param aborted the aborted transactions that a reader of committed records must pass over in the
 *     records
 * @param records the batches read, or null for none
 */
public record FetchedPartition(
    FetchTarget target,
    @Nullable PartitionFault fault,
    long highWatermark,
    long lastStableOffset,
    long logStartOffset,
    @Nullable Divergence divergence,
    List<AbortedTransaction> aborted,
    @Nullable Records records) {

  /**
   * The end of the last epoch client and leader have in common.
   *
   * @param epoch the largest epoch of the leader not above the client's
   * @param endOffset the first offset after that epoch
   */
  public record Divergence(int epoch, long endOffset) {}

  /** Nothing could be read. */
  public static FetchedPartition failed(FetchTarget target, PartitionFault fault) {
    return new FetchedPartition(target, fault, -1, -1, -1, null, List.of(), null);
  }

  /** How many bytes were read. */
  public int sizeInBytes() {
    return records == null ? 0 : records.sizeInBytes();
  }

  /** Gives up the records. */
  void release() {
    if (records != null) {
      records.release();
    }
  }
}
