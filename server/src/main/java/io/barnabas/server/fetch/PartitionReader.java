package io.barnabas.server.fetch;

import io.barnabas.codec.Records;
import io.barnabas.server.partition.Isolation;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.index.AbortedTransaction;
import io.barnabas.storage.log.EpochEndOffset;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.ReadOutcome;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one partition for a fetch. Any thread that may touch the page cache. */
final class PartitionReader {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

  /** Segments come and go; seldom twice while a few indexes are looked at. */
  private static final int ATTEMPTS = 4;

  private final Partitions partitions;

  PartitionReader(Partitions partitions) {
    this.partitions = partitions;
  }

  /** The partition meant, or null when this broker does not hold it. */
  @Nullable Partition find(FetchKey key) {
    return key.usesTopicId()
        ? partitions.find(key.topicId(), key.partition())
        : partitions.find(key.topic(), key.partition());
  }

  /**
   * Reads what the budget allows, and takes it off the budget.
   *
   * @param mayBlock whether this thread may wait for the disk, so that the event loop that sends
   *     the records need not
   */
  FetchedPartition read(
      FetchTarget target, @Nullable Partition partition, FetchBudget budget, boolean mayBlock) {
    if (partition == null) {
      return FetchedPartition.failed(target, missing(target.key()));
    }
    PartitionRole role = partition.role();
    PartitionFault refusal = partition.refusalFor(role, target.currentLeaderEpoch());
    if (refusal != null) {
      return FetchedPartition.failed(target, refusal);
    }
    if (!budget.zstdUnderstood() && partition.settings().log().compressionType().equals("zstd")) {
      return FetchedPartition.failed(target, PartitionFault.UNSUPPORTED_COMPRESSION);
    }
    PartitionLog log = ((PartitionRole.Leader) role).log();
    Partition.Progress progress = partition.progress();
    FetchedPartition diverging = divergence(target, (PartitionRole.Leader) role, progress);
    return diverging != null ? diverging : read(target, log, progress, budget, mayBlock, ATTEMPTS);
  }

  /** Whether reading this is likely to wait for the disk. */
  boolean isCold(FetchTarget target, @Nullable Partition partition) {
    return partition != null
        && partition.role() instanceof PartitionRole.Leader leader
        && !leader.log().isInMemory(target.fetchOffset(), Long.MAX_VALUE, target.maxBytes());
  }

  private FetchedPartition read(
      FetchTarget target,
      PartitionLog log,
      Partition.Progress progress,
      FetchBudget budget,
      boolean mayBlock,
      int attempts) {
    long end = progress.readableEnd(budget.isolation());
    long from = target.fetchOffset();
    int bytes = budget.bytesFor(target.maxBytes());
    ReadOutcome outcome =
        mayBlock
            ? log.readIntoMemory(from, end, bytes, budget.atLeastOneBatch())
            : log.read(from, end, bytes, budget.atLeastOneBatch());
    if (outcome instanceof ReadOutcome.OffsetOutOfRange) {
      return FetchedPartition.failed(target, PartitionFault.OFFSET_OUT_OF_RANGE);
    }
    if (outcome instanceof ReadOutcome.Unavailable) {
      return FetchedPartition.failed(target, PartitionFault.STORAGE_FAILED);
    }
    ReadOutcome.LogSlice slice = (ReadOutcome.LogSlice) outcome;
    Records records = slice.records();
    List<AbortedTransaction> aborted = List.of();
    if (budget.isolation() == Isolation.READ_COMMITTED && records.sizeInBytes() > 0) {
      try {
        aborted = log.abortedTransactions(slice, from, end);
      } catch (NoSuchFileException e) {
        records.release();
        return attempts > 1
            ? read(target, log, progress, budget, mayBlock, attempts - 1)
            : FetchedPartition.failed(target, PartitionFault.STORAGE_FAILED);
      } catch (IOException e) {
        LOG.error("The aborted transactions of {} cannot be read", log.id(), e);
        records.release();
        return FetchedPartition.failed(target, PartitionFault.STORAGE_FAILED);
      }
    }
    budget.spend(records.sizeInBytes());
    if (records.sizeInBytes() == 0) {
      records.release();
    }
    return new FetchedPartition(
        target,
        null,
        progress.highWatermark(),
        progress.lastStableOffset(),
        log.logStartOffset(),
        null,
        aborted,
        records.sizeInBytes() == 0 ? null : records);
  }

  /**
   * Whether the client's log has parted from the leader's before the offset it asks for (KIP-595):
   * the epoch of its last record is unknown here, or ended earlier.
   */
  private static @Nullable FetchedPartition divergence(
      FetchTarget target, PartitionRole.Leader leader, Partition.Progress progress) {
    if (target.lastFetchedEpoch() < 0) {
      return null;
    }
    EpochEndOffset end = leader.endOffsetForEpoch(target.lastFetchedEpoch());
    if (end.leaderEpoch() < 0 || end.endOffset() < 0) {
      return FetchedPartition.failed(target, PartitionFault.OFFSET_OUT_OF_RANGE);
    }
    if (end.leaderEpoch() == target.lastFetchedEpoch() && end.endOffset() >= target.fetchOffset()) {
      return null;
    }
    return new FetchedPartition(
        target,
        null,
        progress.highWatermark(),
        progress.lastStableOffset(),
        leader.log().logStartOffset(),
        new FetchedPartition.Divergence(end.leaderEpoch(), end.endOffset()),
        List.of(),
        null);
  }

  private PartitionFault missing(FetchKey key) {
    return key.usesTopicId()
        ? partitions.whyMissing(key.topicId(), key.partition())
        : partitions.whyMissing(key.topic(), key.partition());
  }
}
