package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DeleteRecordsRequest;
import io.barnabas.codec.message.DeleteRecordsResponse;
import io.barnabas.codec.message.ListOffsetsRequest;
import io.barnabas.codec.message.ListOffsetsResponse;
import io.barnabas.codec.message.OffsetForLeaderEpochRequest;
import io.barnabas.codec.message.OffsetForLeaderEpochResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.access.Access;

/** Guards of where partitions begin and end. */
final class OffsetGuards {
  private static final short REFUSED = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();

  private OffsetGuards() {}

  static void addTo(GuardBook book) {
    Guard<ListOffsetsRequest, ListOffsetsResponse> listOffsets = OffsetGuards::listOffsets;
    book.put(ApiKey.LIST_OFFSETS, listOffsets);
    Guard<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> epochs = OffsetGuards::epochs;
    book.put(ApiKey.OFFSET_FOR_LEADER_EPOCH, epochs);
    Guard<DeleteRecordsRequest, DeleteRecordsResponse> delete = OffsetGuards::deleteRecords;
    book.put(ApiKey.DELETE_RECORDS, delete);
  }

  private static Admission<ListOffsetsRequest, ListOffsetsResponse> listOffsets(
      Access access, ListOffsetsRequest request) {
    var split =
        Split.of(
            request.topics(),
            ListOffsetsRequest.ListOffsetsTopic::name,
            name -> access.may(AclOperation.DESCRIBE, ResourceType.TOPIC, name));
    return Admission.part(
        split.isWhole() ? request : request.toBuilder().topics(split.allowed()).build(),
        response ->
            split.isWhole()
                ? response
                : response.toBuilder()
                    .topics(split.completed(response.topics(), OffsetGuards::refusedOffsets))
                    .build());
  }

  private static ListOffsetsResponse.ListOffsetsTopicResponse refusedOffsets(
      ListOffsetsRequest.ListOffsetsTopic topic) {
    return ListOffsetsResponse.ListOffsetsTopicResponse.builder()
        .name(topic.name())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        ListOffsetsResponse.ListOffsetsPartitionResponse.builder()
                            .partitionIndex(each.partitionIndex())
                            .errorCode(REFUSED)
                            .timestamp(-1)
                            .offset(-1)
                            .build())
                .toList())
        .build();
  }

  private static Admission<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> epochs(
      Access access, OffsetForLeaderEpochRequest request) {
    if (access.mayOrElse(
        AclOperation.CLUSTER_ACTION, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)) {
      return Admission.whole(request);
    }
    var split =
        Split.of(
            request.topics(),
            OffsetForLeaderEpochRequest.OffsetForLeaderTopic::topic,
            name -> access.may(AclOperation.DESCRIBE, ResourceType.TOPIC, name));
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response ->
            response.toBuilder()
                .topics(split.completed(response.topics(), OffsetGuards::refusedEpochs))
                .build());
  }

  private static OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult refusedEpochs(
      OffsetForLeaderEpochRequest.OffsetForLeaderTopic topic) {
    return OffsetForLeaderEpochResponse.OffsetForLeaderTopicResult.builder()
        .topic(topic.topic())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        OffsetForLeaderEpochResponse.EpochEndOffset.builder()
                            .partition(each.partition())
                            .errorCode(REFUSED)
                            .build())
                .toList())
        .build();
  }

  private static Admission<DeleteRecordsRequest, DeleteRecordsResponse> deleteRecords(
      Access access, DeleteRecordsRequest request) {
    var split =
        Split.of(
            request.topics(),
            DeleteRecordsRequest.DeleteRecordsTopic::name,
            name -> access.may(AclOperation.DELETE, ResourceType.TOPIC, name));
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response ->
            response.toBuilder()
                .topics(split.completed(response.topics(), OffsetGuards::refusedDeletion))
                .build());
  }

  private static DeleteRecordsResponse.DeleteRecordsTopicResult refusedDeletion(
      DeleteRecordsRequest.DeleteRecordsTopic topic) {
    return DeleteRecordsResponse.DeleteRecordsTopicResult.builder()
        .name(topic.name())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        DeleteRecordsResponse.DeleteRecordsPartitionResult.builder()
                            .partitionIndex(each.partitionIndex())
                            .errorCode(REFUSED)
                            .lowWatermark(-1)
                            .build())
                .toList())
        .build();
  }
}
