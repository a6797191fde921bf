package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AddOffsetsToTxnRequest;
import io.barnabas.codec.message.AddOffsetsToTxnResponse;
import io.barnabas.codec.message.AddPartitionsToTxnRequest;
import io.barnabas.codec.message.AddPartitionsToTxnResponse;
import io.barnabas.codec.message.DescribeTransactionsRequest;
import io.barnabas.codec.message.DescribeTransactionsResponse;
import io.barnabas.codec.message.EndTxnRequest;
import io.barnabas.codec.message.EndTxnResponse;
import io.barnabas.codec.message.InitProducerIdRequest;
import io.barnabas.codec.message.InitProducerIdResponse;
import io.barnabas.codec.message.ListTransactionsRequest;
import io.barnabas.codec.message.ListTransactionsResponse;
import io.barnabas.codec.message.WriteTxnMarkersRequest;
import io.barnabas.codec.message.WriteTxnMarkersResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.access.Access;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Guards of producers' ids and of transactions. */
final class TransactionGuards {
  private static final ErrorCode ID_REFUSED = ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
  private static final int BROKERS_SINCE_VERSION = 4;

  private TransactionGuards() {}

  static void addTo(GuardBook book) {
    Guard<InitProducerIdRequest, InitProducerIdResponse> init = TransactionGuards::init;
    book.put(ApiKey.INIT_PRODUCER_ID, init);
    Guard<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> partitions =
        TransactionGuards::addPartitions;
    book.put(ApiKey.ADD_PARTITIONS_TO_TXN, partitions);
    Guard<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> offsets = TransactionGuards::addOffsets;
    book.put(ApiKey.ADD_OFFSETS_TO_TXN, offsets);
    Guard<EndTxnRequest, EndTxnResponse> end = TransactionGuards::end;
    book.put(ApiKey.END_TXN, end);
    Guard<WriteTxnMarkersRequest, WriteTxnMarkersResponse> markers = TransactionGuards::markers;
    book.put(ApiKey.WRITE_TXN_MARKERS, markers);
    Guard<DescribeTransactionsRequest, DescribeTransactionsResponse> describe =
        TransactionGuards::describe;
    book.put(ApiKey.DESCRIBE_TRANSACTIONS, describe);
    Guard<ListTransactionsRequest, ListTransactionsResponse> list = TransactionGuards::list;
    book.put(ApiKey.LIST_TRANSACTIONS, list);
  }

  static boolean mayWrite(Access access, String transactionalId) {
    return access.may(AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, transactionalId);
  }

  /** Who may write anywhere at all may have an id to write with. */
  private static Admission<InitProducerIdRequest, InitProducerIdResponse> init(
      Access access, InitProducerIdRequest request) {
    String id = request.transactionalId();
    if (id != null) {
      return mayWrite(access, id) ? Admission.whole(request) : refusedInit(ID_REFUSED);
    }
    boolean may =
        access.seesOnCluster(AclOperation.IDEMPOTENT_WRITE)
            || access.maySomewhere(AclOperation.WRITE, ResourceType.TOPIC)
            || access.mayOnCluster(AclOperation.IDEMPOTENT_WRITE);
    return may ? Admission.whole(request) : refusedInit(ErrorCode.CLUSTER_AUTHORIZATION_FAILED);
  }

  private static Admission<InitProducerIdRequest, InitProducerIdResponse> refusedInit(
      ErrorCode error) {
    return Admission.refused(
        InitProducerIdResponse.builder()
            .errorCode(error.code())
            .producerId(-1)
            .producerEpoch((short) -1)
            .build());
  }

  private static Admission<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> addPartitions(
      Access access, AddPartitionsToTxnRequest request) {
    if (access.version() >= BROKERS_SINCE_VERSION) {
      return access.mayOnCluster(AclOperation.CLUSTER_ACTION)
          ? Admission.whole(request)
          : Admission.refused(
              AddPartitionsToTxnResponse.builder()
                  .errorCode(ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code())
                  .build());
    }
    List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics = request.v3AndBelowTopics();
    if (!mayWrite(access, request.v3AndBelowTransactionalId())) {
      return refusedPartitions(topics, topic -> ID_REFUSED);
    }
    var split =
        Split.of(
            topics,
            AddPartitionsToTxnRequest.AddPartitionsToTxnTopic::name,
            name -> access.may(AclOperation.WRITE, ResourceType.TOPIC, name));
    Set<String> refused =
        split.refused().stream()
            .map(AddPartitionsToTxnRequest.AddPartitionsToTxnTopic::name)
            .collect(Collectors.toSet());
    // All or nothing: what would have been allowed is told so whether or not it is there.
    return split.isWhole()
        ? Admission.whole(request)
        : refusedPartitions(
            topics,
            topic ->
                refused.contains(topic.name())
                    ? ErrorCode.TOPIC_AUTHORIZATION_FAILED
                    : ErrorCode.OPERATION_NOT_ATTEMPTED);
  }

  private static Admission<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> refusedPartitions(
      List<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic> topics,
      Function<AddPartitionsToTxnRequest.AddPartitionsToTxnTopic, ErrorCode> error) {
    return Admission.refused(
        AddPartitionsToTxnResponse.builder()
            .resultsByTopicV3AndBelow(
                topics.stream().map(topic -> refused(topic, error.apply(topic))).toList())
            .build());
  }

  private static AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult refused(
      AddPartitionsToTxnRequest.AddPartitionsToTxnTopic topic, ErrorCode error) {
    return AddPartitionsToTxnResponse.AddPartitionsToTxnTopicResult.builder()
        .name(topic.name())
        .resultsByPartition(
            topic.partitions().stream()
                .map(
                    index ->
                        AddPartitionsToTxnResponse.AddPartitionsToTxnPartitionResult.builder()
                            .partitionIndex(index)
                            .partitionErrorCode(error.code())
                            .build())
                .toList())
        .build();
  }

  private static Admission<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> addOffsets(
      Access access, AddOffsetsToTxnRequest request) {
    if (!mayWrite(access, request.transactionalId())) {
      return Admission.refused(
          AddOffsetsToTxnResponse.builder().errorCode(ID_REFUSED.code()).build());
    }
    return access.may(AclOperation.READ, ResourceType.GROUP, request.groupId())
        ? Admission.whole(request)
        : Admission.refused(
            AddOffsetsToTxnResponse.builder()
                .errorCode(ErrorCode.GROUP_AUTHORIZATION_FAILED.code())
                .build());
  }

  private static Admission<EndTxnRequest, EndTxnResponse> end(
      Access access, EndTxnRequest request) {
    return mayWrite(access, request.transactionalId())
        ? Admission.whole(request)
        : Admission.refused(EndTxnResponse.builder().errorCode(ID_REFUSED.code()).build());
  }

  /** For brokers, and for administrators who end a transaction that hangs (KIP-664). */
  private static Admission<WriteTxnMarkersRequest, WriteTxnMarkersResponse> markers(
      Access access, WriteTxnMarkersRequest request) {
    return access.mayOrElse(AclOperation.ALTER, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)
            || access.mayOnCluster(AclOperation.CLUSTER_ACTION)
        ? Admission.whole(request)
        : Admission.refused(
            WriteTxnMarkersResponse.builder()
                .markers(request.markers().stream().map(TransactionGuards::refused).toList())
                .build());
  }

  private static WriteTxnMarkersResponse.WritableTxnMarkerResult refused(
      WriteTxnMarkersRequest.WritableTxnMarker marker) {
    return WriteTxnMarkersResponse.WritableTxnMarkerResult.builder()
        .producerId(marker.producerId())
        .topics(
            marker.topics().stream()
                .map(
                    topic ->
                        WriteTxnMarkersResponse.WritableTxnMarkerTopicResult.builder()
                            .name(topic.name())
                            .partitions(
                                topic.partitionIndexes().stream()
                                    .map(TransactionGuards::refusedMarker)
                                    .toList())
                            .build())
                .toList())
        .build();
  }

  private static WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult refusedMarker(int index) {
    return WriteTxnMarkersResponse.WritableTxnMarkerPartitionResult.builder()
        .partitionIndex(index)
        .errorCode(ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code())
        .build();
  }

  private static Admission<DescribeTransactionsRequest, DescribeTransactionsResponse> describe(
      Access access, DescribeTransactionsRequest request) {
    var split =
        Split.of(
            request.transactionalIds(),
            id -> access.may(AclOperation.DESCRIBE, ResourceType.TRANSACTIONAL_ID, id));
    List<DescribeTransactionsResponse.TransactionState> refused =
        split.refused().stream()
            .map(
                id ->
                    DescribeTransactionsResponse.TransactionState.builder()
                        .transactionalId(id)
                        .errorCode(ID_REFUSED.code())
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().transactionalIds(split.allowed()).build(),
        response ->
            response.toBuilder()
                .transactionStates(
                    Split.joined(
                        response.transactionStates().stream()
                            .map(state -> visible(access, state))
                            .toList(),
                        refused))
                .build());
  }

  private static DescribeTransactionsResponse.TransactionState visible(
      Access access, DescribeTransactionsResponse.TransactionState state) {
    return state.toBuilder()
        .topics(
            state.topics().stream()
                .filter(
                    topic -> access.sees(AclOperation.DESCRIBE, ResourceType.TOPIC, topic.topic()))
                .toList())
        .build();
  }

  private static Admission<ListTransactionsRequest, ListTransactionsResponse> list(
      Access access, ListTransactionsRequest request) {
    return Admission.part(
        request,
        response ->
            response.toBuilder()
                .transactionStates(
                    response.transactionStates().stream()
                        .filter(
                            state ->
                                access.sees(
                                    AclOperation.DESCRIBE,
                                    ResourceType.TRANSACTIONAL_ID,
                                    state.transactionalId()))
                        .toList())
                .build());
  }
}
