package io.barnabas.server.api.guard;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.TxnOffsetCommitRequest;
import io.barnabas.codec.message.TxnOffsetCommitResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import java.util.List;

/** The guard of TxnOffsetCommit: of the transactional id, the group, and each topic. */
final class TxnOffsetCommitGuard implements Guard<TxnOffsetCommitRequest, TxnOffsetCommitResponse> {
  private final NamedTopics topics;

  TxnOffsetCommitGuard(ClusterView cluster) {
    this.topics = new NamedTopics(cluster);
  }

  @Override
  public Admission<TxnOffsetCommitRequest, TxnOffsetCommitResponse> admit(
      Access access, TxnOffsetCommitRequest request) {
    if (!TransactionGuards.mayWrite(access, request.transactionalId())) {
      return Admission.refused(
          answer(refused(request.topics(), ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED)));
    }
    if (!GroupGuards.mayRead(access, request.groupId())) {
      return Admission.refused(
          answer(refused(request.topics(), ErrorCode.GROUP_AUTHORIZATION_FAILED)));
    }
    var split =
        Split.of(
            request.topics(),
            topic -> {
              String name = topics.name(topic.name(), topic.topicId());
              // An id that no topic has is refused as such by the handler.
              return name == null || access.may(AclOperation.READ, ResourceType.TOPIC, name);
            });
    if (split.isWhole()) {
      return Admission.whole(request);
    }
    List<TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic> refused =
        refused(split.refused(), ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    return split.isNothing()
        ? Admission.refused(answer(refused))
        : Admission.part(
            request.toBuilder().topics(split.allowed()).build(),
            response ->
                response.toBuilder().topics(Split.joined(response.topics(), refused)).build());
  }

  private static TxnOffsetCommitResponse answer(
      List<TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic> topics) {
    return TxnOffsetCommitResponse.builder().topics(topics).build();
  }

  private static List<TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic> refused(
      List<TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic> topics, ErrorCode error) {
    return topics.stream()
        .map(
            topic ->
                TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic.builder()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitions(
                        topic.partitions().stream()
                            .map(
                                each ->
                                    TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition
                                        .builder()
                                        .partitionIndex(each.partitionIndex())
                                        .errorCode(error.code())
                                        .build())
                            .toList())
                    .build())
        .toList();
  }
}
