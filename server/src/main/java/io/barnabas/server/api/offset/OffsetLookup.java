package io.barnabas.server.api.offset;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.ListOffsetsRequest;
import io.barnabas.codec.message.ListOffsetsResponse;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.partition.Isolation;
import io.barnabas.server.partition.Partition;
import io.barnabas.server.partition.PartitionFault;
import io.barnabas.server.partition.PartitionRole;
import io.barnabas.server.partition.Partitions;
import io.barnabas.storage.log.PartitionLog;
import io.barnabas.storage.log.TimestampAndOffset;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds one offset for ListOffsets. */
final class OffsetLookup {
  private static final Logger LOG = LoggerFactory.getLogger(OffsetLookup.class);
  private static final long LATEST = -1;
  private static final long EARLIEST = -2;
  private static final long MAX_TIMESTAMP = -3;
  private static final long EARLIEST_LOCAL = -4;
  private static final long LATEST_TIERED = -5;
  private static final long EARLIEST_PENDING_UPLOAD = -6;
  private static final int CONSUMER = -1;
  private static final byte READ_COMMITTED = 1;
  private static final TimestampAndOffset NONE = new TimestampAndOffset(-1, -1, -1);

  private final Partitions partitions;

  OffsetLookup(Partitions partitions) {
    this.partitions = partitions;
  }

  /** Whether finding this takes a look into files. */
  boolean readsFiles(String topic, ListOffsetsRequest.ListOffsetsPartition asked) {
    Partition partition = partitions.find(topic, asked.partitionIndex());
    boolean isShut = partition != null && !partition.isInMemory();
    return isShut || asked.timestamp() >= 0 || asked.timestamp() == MAX_TIMESTAMP;
  }

  ListOffsetsResponse.ListOffsetsPartitionResponse find(
      short version,
      ListOffsetsRequest request,
      ListOffsetsRequest.ListOffsetsTopic topic,
      ListOffsetsRequest.ListOffsetsPartition asked) {
    if (version < sinceVersion(asked.timestamp())) {
      return failed(asked, ErrorCode.UNSUPPORTED_VERSION);
    }
    Partition partition = partitions.find(topic.name(), asked.partitionIndex());
    if (partition == null) {
      return failed(
          asked, WireErrors.of(partitions.whyMissing(topic.name(), asked.partitionIndex())));
    }
    PartitionRole role = partition.role();
    PartitionFault refusal = partition.refusalFor(role, asked.currentLeaderEpoch());
    if (refusal != null) {
      return failed(asked, WireErrors.of(refusal));
    }
    PartitionRole.Leader leader = (PartitionRole.Leader) role;
    LongSupplier end = () -> end(request, partition.progress(), leader.log());
    TimestampAndOffset found;
    try {
      found = find(leader, asked.timestamp(), end);
    } catch (IOException e) {
      LOG.warn("partition {} cannot be searched by timestamp", partition.id(), e);
      return failed(asked, ErrorCode.KAFKA_STORAGE_ERROR);
    }
    return ListOffsetsResponse.ListOffsetsPartitionResponse.builder()
        .partitionIndex(asked.partitionIndex())
        .timestamp(found.timestampMs())
        .offset(found.offset())
        .leaderEpoch(version >= 4 ? found.leaderEpoch() : -1)
        .build();
  }

  /** The first version that knows this kind of question. */
  private static int sinceVersion(long timestamp) {
    if (timestamp >= EARLIEST) {
      return 1;
    }
    if (timestamp == MAX_TIMESTAMP) {
      return 7;
    }
    if (timestamp == EARLIEST_LOCAL) {
      return 8;
    }
    if (timestamp == LATEST_TIERED) {
      return 9;
    }
    return timestamp == EARLIEST_PENDING_UPLOAD ? 11 : Integer.MAX_VALUE;
  }

  private static long end(
      ListOffsetsRequest request, Partition.Progress progress, PartitionLog log) {
    if (request.replicaId() != CONSUMER) {
      return log.logEndOffset();
    }
    return progress.readableEnd(
        request.isolationLevel() == READ_COMMITTED
            ? Isolation.READ_COMMITTED
            : Isolation.READ_UNCOMMITTED);
  }

  private static TimestampAndOffset find(
      PartitionRole.Leader leader, long timestamp, LongSupplier end) throws IOException {
    PartitionLog log = leader.log();
    if (timestamp == LATEST) {
      return new TimestampAndOffset(-1, end.getAsLong(), leader.leaderEpoch());
    }
    // Without tiered storage all of the log is local.
    if (timestamp == EARLIEST || timestamp == EARLIEST_LOCAL) {
      long start = log.logStartOffset();
      boolean isEmpty = start == log.logEndOffset();
      int epoch = isEmpty ? leader.leaderEpoch() : log.leaderEpochAt(start);
      return new TimestampAndOffset(-1, start, epoch);
    }
    if (timestamp == LATEST_TIERED || timestamp == EARLIEST_PENDING_UPLOAD) {
      return NONE;
    }
    if (timestamp == MAX_TIMESTAMP) {
      TimestampAndOffset newest = log.maxTimestamp();
      // What the reader may not see yet does not give way to the newest that it may. Asked for the
      // end last, or in a log that is written to there would always be something newer.
      return newest.offset() < end.getAsLong() ? newest : NONE;
    }
    return log.offsetForTimestamp(timestamp, end.getAsLong());
  }

  static ListOffsetsResponse.ListOffsetsPartitionResponse failed(
      ListOffsetsRequest.ListOffsetsPartition asked, ErrorCode error) {
    return ListOffsetsResponse.ListOffsetsPartitionResponse.builder()
        .partitionIndex(asked.partitionIndex())
        .errorCode(error.code())
        .timestamp(-1)
        .offset(-1)
        .build();
  }
}
