package io.barnabas.server.api.guard;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetCommitRequest;
import io.barnabas.codec.message.OffsetCommitResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import java.util.List;

/** The guard of OffsetCommit: of the group, then of each topic. */
final class OffsetCommitGuard implements Guard<OffsetCommitRequest, OffsetCommitResponse> {
  private final NamedTopics topics;

  OffsetCommitGuard(ClusterView cluster) {
    this.topics = new NamedTopics(cluster);
  }

  @Override
  public Admission<OffsetCommitRequest, OffsetCommitResponse> admit(
      Access access, OffsetCommitRequest request) {
    if (!GroupGuards.mayRead(access, request.groupId())) {
      return Admission.refused(
          answer(refused(request.topics(), ErrorCode.GROUP_AUTHORIZATION_FAILED)));
    }
    var split = Split.of(request.topics(), topic -> may(access, topic));
    if (split.isWhole()) {
      return Admission.whole(request);
    }
    List<OffsetCommitResponse.OffsetCommitResponseTopic> refused =
        refused(split.refused(), ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    return split.isNothing()
        ? Admission.refused(answer(refused))
        : Admission.part(
            request.toBuilder().topics(split.allowed()).build(),
            response ->
                response.toBuilder().topics(Split.joined(response.topics(), refused)).build());
  }

  /** An id that no topic has is refused as such by the handler. */
  private boolean may(Access access, OffsetCommitRequest.OffsetCommitRequestTopic topic) {
    String name = topics.name(topic.name(), topic.topicId());
    return name == null || access.may(AclOperation.READ, ResourceType.TOPIC, name);
  }

  private static OffsetCommitResponse answer(
      List<OffsetCommitResponse.OffsetCommitResponseTopic> topics) {
    return OffsetCommitResponse.builder().topics(topics).build();
  }

  private static List<OffsetCommitResponse.OffsetCommitResponseTopic> refused(
      List<OffsetCommitRequest.OffsetCommitRequestTopic> topics, ErrorCode error) {
    return topics.stream()
        .map(
            topic ->
                OffsetCommitResponse.OffsetCommitResponseTopic.builder()
                    .name(topic.name())
                    .topicId(topic.topicId())
                    .partitions(
                        topic.partitions().stream()
                            .map(
                                each ->
                                    OffsetCommitResponse.OffsetCommitResponsePartition.builder()
                                        .partitionIndex(each.partitionIndex())
                                        .errorCode(error.code())
                                        .build())
                            .toList())
                    .build())
        .toList();
  }
}
