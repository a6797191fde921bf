package io.barnabas.server.api.guard;

import io.barnabas.codec.ByteBufRecords;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.FetchRequest;
import io.barnabas.codec.message.FetchResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * Refuses topics of a fetch by what the request names. Of no use to an authorizer, since a fetch
 * session reads what its later requests do not name; those who refuse by it grant no sessions.
 */
final class FetchedTopicsGuard implements Guard<FetchRequest, FetchResponse> {
  private final ClusterView cluster;

  FetchedTopicsGuard(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public Admission<FetchRequest, FetchResponse> admit(Access access, FetchRequest request) {
    var split = Split.of(request.topics(), topic -> may(access, topic));
    if (split.isWhole()) {
      return Admission.whole(request);
    }
    List<FetchResponse.FetchableTopicResponse> refused =
        split.refused().stream().map(FetchedTopicsGuard::refused).toList();
    if (split.isNothing()) {
      return Admission.refused(FetchResponse.builder().responses(refused).build());
    }
    // As an error among what is read ends the wait for more.
    return Admission.part(
        request.toBuilder().topics(split.allowed()).maxWaitMs(0).build(),
        response ->
            response.toBuilder().responses(Split.joined(response.responses(), refused)).build());
  }

  private boolean may(Access access, FetchRequest.FetchTopic topic) {
    String name = topic.topic();
    if (!topic.topicId().equals(Uuid.ZERO)) {
      TopicImage known = cluster.image().topics().topic(topic.topicId());
      if (known == null) {
        return true;
      }
      name = known.name();
    }
    return access.may(AclOperation.READ, ResourceType.TOPIC, name);
  }

  private static FetchResponse.FetchableTopicResponse refused(FetchRequest.FetchTopic topic) {
    return FetchResponse.FetchableTopicResponse.builder()
        .topic(topic.topic())
        .topicId(topic.topicId())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        FetchResponse.PartitionData.builder()
                            .partitionIndex(each.partition())
                            .errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code())
                            .highWatermark(-1)
                            .records(new ByteBufRecords(Unpooled.EMPTY_BUFFER))
                            .build())
                .toList())
        .build();
  }
}
