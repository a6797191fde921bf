package io.barnabas.metadata.quorum;

import io.barnabas.codec.Message;
import io.barnabas.codec.MessageWriter;
import io.barnabas.codec.batch.BatchOptions;
import io.barnabas.codec.batch.ControlRecordType;
import io.barnabas.codec.batch.RecordBatchBuilder;
import io.barnabas.codec.message.KRaftVersionRecord;
import io.barnabas.codec.message.LeaderChangeMessage;
import io.barnabas.codec.message.SnapshotFooterRecord;
import io.barnabas.codec.message.SnapshotHeaderRecord;
import io.barnabas.codec.message.VotersRecord;
import io.barnabas.metadata.record.MetadataRecord;
import io.barnabas.metadata.record.RecordFrame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
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

  /**
   * The first batch of an epoch: who leads it, elected by itself.
   *
   * @param more control records that the log needs at this point
   */
  ByteBuf leaderChange(
      long baseOffset, int epoch, long timestampMs, int leaderId, List<Message> more) {
    List<LeaderChangeMessage.Voter> voters =
        List.of(LeaderChangeMessage.Voter.builder().voterId(leaderId).build());
    return control(
        baseOffset,
        epoch,
        timestampMs,
        with(
            LeaderChangeMessage.builder()
                .version(VERSION)
                .leaderId(leaderId)
                .voters(voters)
                .grantingVoters(voters)
                .build(),
            more));
  }

  /**
   * The first batch of a snapshot.
   *
   * @param lastLogTimestampMs append time of the last record the snapshot contains
   * @param more control records as of the snapshot
   */
  ByteBuf snapshotHeader(int epoch, long timestampMs, long lastLogTimestampMs, List<Message> more) {
    return control(
        0,
        epoch,
        timestampMs,
        with(
            SnapshotHeaderRecord.builder()
                .version(VERSION)
                .lastContainedLogTimestamp(lastLogTimestampMs)
                .build(),
            more));
  }

  private static List<Message> with(Message first, List<Message> more) {
    List<Message> all = new ArrayList<>();
    all.add(first);
    all.addAll(more);
    return all;
  }

  /** The last batch of a snapshot. */
  ByteBuf snapshotFooter(long baseOffset, int epoch, long timestampMs) {
    return control(
        baseOffset,
        epoch,
        timestampMs,
        List.of(SnapshotFooterRecord.builder().version(VERSION).build()));
  }

  private ByteBuf control(long baseOffset, int epoch, long timestampMs, List<Message> messages) {
    ByteBuf batch = allocator.buffer();
    ByteBuf key = allocator.buffer(ControlRecordType.KEY_SIZE);
    ByteBuf value = allocator.buffer();
    try (RecordBatchBuilder builder =
        new RecordBatchBuilder(
            batch, BatchOptions.DEFAULT.withPosition(baseOffset, epoch).asControl())) {
      for (Message message : messages) {
        key.clear();
        value.clear();
        typeOf(message).writeKey(key);
        message.write(new MessageWriter(value), VERSION);
        builder.append(timestampMs, key, value);
      }
      builder.finish();
      return batch;
    } finally {
      key.release();
      value.release();
    }
  }

  private static ControlRecordType typeOf(Message message) {
    if (message instanceof LeaderChangeMessage) {
      return ControlRecordType.LEADER_CHANGE;
    }
    if (message instanceof SnapshotHeaderRecord) {
      return ControlRecordType.SNAPSHOT_HEADER;
    }
    if (message instanceof KRaftVersionRecord) {
      return ControlRecordType.KRAFT_VERSION;
    }
    return message instanceof VotersRecord
        ? ControlRecordType.KRAFT_VOTERS
        : ControlRecordType.SNAPSHOT_FOOTER;
  }
}
