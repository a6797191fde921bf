package io.barnabas.server.api.group;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetFetchResponse;
import io.barnabas.group.message.FetchReply;
import io.barnabas.server.api.WireErrors;

/** One committed offset in the two shapes OffsetFetch has for it, before and from version 8. */
final class FetchedOffset {
  private FetchedOffset() {}

  static OffsetFetchResponse.OffsetFetchResponsePartitions ofMany(FetchReply.Partition partition) {
    return OffsetFetchResponse.OffsetFetchResponsePartitions.builder()
        .partitionIndex(partition.index())
        .committedOffset(partition.offset())
        .committedLeaderEpoch(partition.leaderEpoch())
        .metadata(partition.metadata())
        .errorCode(WireErrors.of(partition.fault()).code())
        .build();
  }

  static OffsetFetchResponse.OffsetFetchResponsePartition ofOne(FetchReply.Partition partition) {
    return OffsetFetchResponse.OffsetFetchResponsePartition.builder()
        .partitionIndex(partition.index())
        .committedOffset(partition.offset())
        .committedLeaderEpoch(partition.leaderEpoch())
        .metadata(partition.metadata())
        .errorCode(WireErrors.of(partition.fault()).code())
        .build();
  }

  static OffsetFetchResponse.OffsetFetchResponsePartitions refused(int index, ErrorCode error) {
    return OffsetFetchResponse.OffsetFetchResponsePartitions.builder()
        .partitionIndex(index)
        .committedOffset(FetchReply.NO_OFFSET)
        .metadata("")
        .errorCode(error.code())
        .build();
  }
}
