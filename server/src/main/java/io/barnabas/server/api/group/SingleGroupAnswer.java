package io.barnabas.server.api.group;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.OffsetFetchRequest;
import io.barnabas.codec.message.OffsetFetchResponse;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.server.api.WireErrors;
import java.util.List;

/** OffsetFetch before version 8, which asks of one group. */
final class SingleGroupAnswer {
  private static final int GROUP_ERROR_SINCE_VERSION = 2;
  private static final int NO_MEMBER_EPOCH = -1;

  private SingleGroupAnswer() {}

  static FetchOffsets command(OffsetFetchRequest request) {
    List<OffsetFetchRequest.OffsetFetchRequestTopic> topics = request.topics();
    return new FetchOffsets(
        request.groupId(),
        null,
        NO_MEMBER_EPOCH,
        topics == null
            ? null
            : topics.stream()
                .map(
                    each -> new FetchOffsets.Topic(Uuid.ZERO, each.name(), each.partitionIndexes()))
                .toList(),
        request.requireStable());
  }

  static OffsetFetchResponse of(short version, OffsetFetchRequest request, FetchReply reply) {
    ErrorCode error = WireErrors.of(reply.fault());
    if (error == ErrorCode.NONE) {
      return OffsetFetchResponse.builder()
          .topics(reply.topics().stream().map(SingleGroupAnswer::topic).toList())
          .build();
    }
    List<OffsetFetchRequest.OffsetFetchRequestTopic> asked = request.topics();
    return version >= GROUP_ERROR_SINCE_VERSION || asked == null
        ? OffsetFetchResponse.builder().errorCode(error.code()).build()
        : OffsetFetchResponse.builder()
            .topics(asked.stream().map(each -> refused(each, reply.fault())).toList())
            .build();
  }

  private static OffsetFetchResponse.OffsetFetchResponseTopic topic(FetchReply.Topic topic) {
    return OffsetFetchResponse.OffsetFetchResponseTopic.builder()
        .name(topic.name())
        .partitions(topic.partitions().stream().map(FetchedOffset::ofOne).toList())
        .build();
  }

  /** Version 1 has no place for the error of a group but its partitions. */
  private static OffsetFetchResponse.OffsetFetchResponseTopic refused(
      OffsetFetchRequest.OffsetFetchRequestTopic asked, GroupFault fault) {
    return OffsetFetchResponse.OffsetFetchResponseTopic.builder()
        .name(asked.name())
        .partitions(
            asked.partitionIndexes().stream()
                .map(index -> FetchedOffset.ofOne(FetchReply.Partition.none(index, fault)))
                .toList())
        .build();
  }
}
