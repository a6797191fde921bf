package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.codec.message.ProduceRequest;
import io.barnabas.codec.message.ProduceResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import io.barnabas.server.api.produce.RequestedBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guards of what reads and writes records. Who fetches is asked of each partition by the handler,
 * which knows what a session holds; here only those who say they are a broker are held up.
 */
final class RecordGuards {
  private static final short REFUSED = ErrorCode.TOPIC_AUTHORIZATION_FAILED.code();
  private static final int REPLICA_STATE_SINCE_VERSION = 15;

  private final ClusterView cluster;

  RecordGuards(ClusterView cluster) {
    this.cluster = cluster;
  }

  void addTo(GuardBook book) {
    Guard<ProduceRequest, ProduceResponse> produce = this::produce;
    book.put(ApiKey.PRODUCE, produce);
    Guard<FetchRequest, FetchResponse> fetch = RecordGuards::fetch;
    book.put(ApiKey.FETCH, fetch);
  }

  private Admission<ProduceRequest, ProduceResponse> produce(
      Access access, ProduceRequest request) {
    if (RequestedBatch.anyTransactional(request)
        && !mayTransact(access, request.transactionalId())) {
      return without(
          request, List.of(), request.topicData(), ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);
    }
    var split = Split.of(request.topicData(), topic -> mayWrite(access, topic));
    return split.isWhole()
        ? Admission.whole(request)
        : without(request, split.allowed(), split.refused(), ErrorCode.TOPIC_AUTHORIZATION_FAILED);
  }

  /** Nobody may write in a transaction that is nobody's. */
  private static boolean mayTransact(Access access, @Nullable String transactionalId) {
    return transactionalId != null && TransactionGuards.mayWrite(access, transactionalId);
  }

  /** An id that no topic has is refused as such by the handler. */
  private boolean mayWrite(Access access, ProduceRequest.TopicProduceData topic) {
    String name = topic.name();
    if (!topic.topicId().equals(Uuid.ZERO)) {
      TopicImage known = cluster.image().topics().topic(topic.topicId());
      if (known == null) {
        return true;
      }
      name = known.name();
    }
    return access.may(AclOperation.WRITE, ResourceType.TOPIC, name);
  }

  private static Admission<ProduceRequest, ProduceResponse> without(
      ProduceRequest request,
      List<ProduceRequest.TopicProduceData> allowed,
      List<ProduceRequest.TopicProduceData> refused,
      ErrorCode error) {
    List<ProduceResponse.TopicProduceResponse> answers =
        refused.stream()
            .map(
                topic ->
                    ProduceResponse.TopicProduceResponse.builder()
                        .name(topic.name())
                        .topicId(topic.topicId())
                        .partitionResponses(
                            topic.partitionData().stream()
                                .map(partition -> refusedPartition(partition.index(), error))
                                .toList())
                        .build())
            .toList();
    return new Admission.Partial<>(
        request.toBuilder().topicData(allowed).build(),
        response ->
            response.toBuilder().responses(Split.joined(response.responses(), answers)).build(),
        "a produce request without acknowledgements failed: " + error);
  }

  private static ProduceResponse.PartitionProduceResponse refusedPartition(
      int index, ErrorCode error) {
    return ProduceResponse.PartitionProduceResponse.builder()
        .index(index)
        .errorCode(error.code())
        .errorMessage(null)
        .baseOffset(-1)
        .logAppendTimeMs(-1)
        .logStartOffset(-1)
        .build();
  }

  private static Admission<FetchRequest, FetchResponse> fetch(Access access, FetchRequest request) {
    int replica =
        access.version() >= REPLICA_STATE_SINCE_VERSION
            ? request.replicaState().replicaId()
            : request.replicaId();
    if (replica < 0 || access.mayOnCluster(AclOperation.CLUSTER_ACTION)) {
      return Admission.whole(request);
    }
    return Admission.refused(
        FetchResponse.builder()
            .responses(
                request.topics().stream()
                    .map(
                        topic ->
                            FetchResponse.FetchableTopicResponse.builder()
                                .topic(topic.topic())
                                .topicId(topic.topicId())
                                .partitions(
                                    topic.partitions().stream()
                                        .map(each -> refusedFetch(each.partition()))
                                        .toList())
                                .build())
                    .toList())
            .build());
  }

  private static FetchResponse.PartitionData refusedFetch(int partition) {
    return FetchResponse.PartitionData.builder()
        .partitionIndex(partition)
        .errorCode(REFUSED)
        .highWatermark(-1)
        .build();
  }
}
