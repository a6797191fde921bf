package io.barnabas.server.binding;

import io.barnabas.codec.Uuid;
import io.barnabas.codec.batch.BatchHeader;
import io.barnabas.metadata.quorum.AppendRefusedException;
import io.barnabas.metadata.quorum.MetadataCorruptionException;
import io.barnabas.metadata.quorum.MetadataLog;
import io.barnabas.storage.log.AppendContext;
import io.barnabas.storage.log.AppendFault;
import io.barnabas.storage.log.AppendOutcome;
import io.barnabas.storage.log.LogConfig;
import io.barnabas.storage.log.LogStoreException;
import io.barnabas.storage.log.PartitionId;
import io.barnabas.storage.log.PartitionLog;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metadata log in {@code __cluster_metadata-0}, every append synced. */
public final class MetadataPartition implements MetadataLog {
  /** The partition, by the name and the id Apache Kafka gives it. */
  public static final PartitionId ID = new PartitionId(new Uuid(0, 1), "__cluster_metadata", 0);

  private static final Logger LOG = LoggerFactory.getLogger(MetadataPartition.class);

  private final PartitionLog log;
  private final LogBatches batches;

  /**
   * Over the log of {@link #ID}, which has {@link #config}.
   *
   * @param allocator for batches read back
   */
  public MetadataPartition(PartitionLog log, ByteBufAllocator allocator) {
    this.log = log;
    this.batches = new LogBatches(log, allocator);
    log.advanceHighWatermark(log.logEndOffset());
  }

  /**
   * The configuration of the log: synced with every append, nothing deleted by age or size, because
   * snapshots say what is no longer needed.
   *
   * @param segmentBytes {@code metadata.log.segment.bytes}
   * @param segmentMs {@code metadata.log.segment.ms}
   */
  public static LogConfig config(int segmentBytes, long segmentMs) {
    return LogConfig.builder()
        .segmentBytes(segmentBytes)
        .segmentMs(segmentMs)
        .flushMessages(1)
        .retentionBytes(-1)
        .retentionMs(-1)
        .cleanupDelete(true)
        .build();
  }

  /**
   * Opens the log. Blocks.
   *
   * @param directory where it lies
   * @throws LogStoreException if it is damaged: nothing may begin anew in its place
   */
  public static void requireUsable(PartitionLog log, Path directory) throws LogStoreException {
    String damage = log.open();
    if (damage != null) {
      throw new LogStoreException(
          "The metadata in "
              + directory
              + " cannot be used: "
              + damage
              + ". It is kept as it is; restore all log directories from a backup, or name empty"
              + " ones in log.dirs to begin anew");
    }
  }

  @Override
  public long startOffset() {
    return log.logStartOffset();
  }

  @Override
  public long endOffset() {
    return log.logEndOffset();
  }

  @Override
  public CompletionStage<Void> append(ByteBuf batch) {
    int epoch = BatchHeader.partitionLeaderEpoch(batch, batch.readerIndex());
    long baseOffset = BatchHeader.baseOffset(batch, batch.readerIndex());
    return log.appendAsLeader(batch, AppendContext.internal(epoch))
        .thenAccept(outcome -> committed(outcome, baseOffset));
  }

  private void committed(AppendOutcome outcome, long baseOffset) {
    if (outcome instanceof AppendOutcome.Appended appended) {
      log.advanceHighWatermark(appended.lastOffset() + 1);
      return;
    }
    // The log takes nothing but what belongs at its end: what was to follow is not in it either.
    if (outcome instanceof AppendOutcome.Refused refused
        && refused.fault() == AppendFault.STORAGE_ERROR
        && log.logDirectoryIsOnline()
        && log.logEndOffset() == baseOffset) {
      throw new AppendRefusedException(refused.detail());
    }
    throw new IllegalStateException("The metadata log did not take a batch: " + outcome);
  }

  @Override
  public void read(long fromOffset, Consumer<ByteBuf> consumer) {
    try {
      batches.forEach(fromOffset, log.logEndOffset(), consumer);
    } catch (IOException e) {
      throw new MetadataCorruptionException(String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public void deleteBefore(long newStartOffset) {
    log.deleteRecordsBefore(newStartOffset)
        .whenComplete(
            (start, failure) -> {
              if (failure != null) {
                LOG.warn(
                    "The metadata log keeps what is before {}: {}",
                    newStartOffset,
                    failure.toString());
              }
            });
  }
}
