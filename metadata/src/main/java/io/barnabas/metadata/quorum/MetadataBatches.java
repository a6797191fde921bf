package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.LeaderChangeMessage;
import io.barnabas.codec.message.SnapshotFooterRecord;
import io.barnabas.codec.message.SnapshotHeaderRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.RecordFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;

/**
 * Writes the batches of the metadata log and of its snapshots. Every method gives a buffer that
 * holds one batch and belongs to the caller.
 */
final class MetadataBatches {
  private static final short VERSION = 0;

  private final ByteBufAllocator allocator;

  MetadataBatches(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /** Metadata records, at consecutive offsets. */
  ByteBuf records(long baseOffset, int epoch, long timestampMs, List<MetadataRecord> records) {
    ByteBuf batch = allocator.buffer();
    ByteBuf value = allocator.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(batch, BatchOptions.DEFAULT.withPosition(baseOffset, epoch))) {
      for (MetadataRecord record : records) {
        value.clear();
        RecordFrame.write(record, value);
        builder.append(timestampMs, null, value);
      }
      builder.finish();
      return batch;
    } catch (RuntimeException unwritable) {
      batch.release();
      throw unwritable;
    } finally {
      value.release();
    }
  }

  /** The first batch of an epoch: who leads it, elected by itself. */
  ByteBuf leaderChange(long baseOffset, int epoch, long timestampMs, int leaderId) {
    List<LeaderChangeMessage.Voter> voters =
        List.of(LeaderChangeMessage.Voter.builder().voterId(leaderId).build());
    return control(
        baseOffset,
        epoch,
        timestampMs,
        ControlRecordType.LEADER_CHANGE,
        LeaderChangeMessage.builder()
            .version(VERSION)
            .leaderId(leaderId)
            .voters(voters)
            .grantingVoters(voters)
            .build());
  }

  /**
   * The first batch of a snapshot.
   *
   * @param lastLogTimestampMs append time of the last record the snapshot contains
   */
  ByteBuf snapshotHeader(int epoch, long timestampMs, long lastLogTimestampMs) {
    return control(
        0,
        epoch,
        timestampMs,
        ControlRecordType.SNAPSHOT_HEADER,
        SnapshotHeaderRecord.builder()
            .version(VERSION)
            .lastContainedLogTimestamp(lastLogTimestampMs)
            .build());
  }

  /** The last batch of a snapshot. */
  ByteBuf snapshotFooter(long baseOffset, int epoch, long timestampMs) {
    return control(
        baseOffset,
        epoch,
        timestampMs,
        ControlRecordType.SNAPSHOT_FOOTER,
        SnapshotFooterRecord.builder().version(VERSION).build());
  }

  private ByteBuf control(
      long baseOffset, int epoch, long timestampMs, ControlRecordType type, Message message) {
    ByteBuf batch = allocator.buffer();
    ByteBuf key = allocator.buffer(ControlRecordType.KEY_SIZE);
    ByteBuf value = allocator.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(
            batch, BatchOptions.DEFAULT.withPosition(baseOffset, epoch).asControl())) {
      type.writeKey(key);
      message.write(new MessageWriter(value), VERSION);
      builder.append(timestampMs, key, value);
      builder.finish();
      return batch;
    } finally {
      key.release();
      value.release();
    }
  }
}
