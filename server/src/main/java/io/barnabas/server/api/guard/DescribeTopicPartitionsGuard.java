package io.barnabas.server.api.guard;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.DescribeTopicPartitionsRequest;
import io.barnabas.codec.message.DescribeTopicPartitionsResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import java.util.ArrayList;
import java.util.List;

/**
 * The guard of DescribeTopicPartitions. The topics of an answer are those that the client sees from
 * the outset, so that the place to go on from is never the name of another.
 */
final class DescribeTopicPartitionsGuard
    implements Guard<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {
  private final ClusterView cluster;

  DescribeTopicPartitionsGuard(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public Admission<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> admit(
      Access access, DescribeTopicPartitionsRequest request) {
    DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
    boolean all = request.topics().isEmpty();
    boolean isOdd =
        cursor != null
            && (cursor.partitionIndex() < 0
                || (!all
                    && request.topics().stream()
                        .noneMatch(topic -> topic.name().equals(cursor.topicName()))));
    if (isOdd) {
      // Refused by the handler, with nothing told of any topic.
      return Admission.whole(request);
    }
    List<String> asked =
        (all ? allNames() : request.topics().stream().map(each -> each.name()).toList())
            .stream()
                .filter(name -> cursor == null || name.compareTo(cursor.topicName()) >= 0)
                .distinct()
                .toList();
    var split =
        Split.of(
            asked,
            name ->
                all
                    ? access.sees(AclOperation.DESCRIBE, ResourceType.TOPIC, name)
                    : access.may(AclOperation.DESCRIBE, ResourceType.TOPIC, name));
    List<DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic> refused =
        all ? List.of() : split.refused().stream().map(each -> refused(each)).toList();
    if (split.allowed().isEmpty()) {
      return Admission.refused(
          DescribeTopicPartitionsResponse.builder().topics(refused).nextCursor(null).build());
    }
    boolean goesOn = cursor != null && split.allowed().contains(cursor.topicName());
    return Admission.part(
        request.toBuilder()
            .topics(split.allowed().stream().map(each -> topic(each)).toList())
            .cursor(goesOn ? cursor : null)
            .build(),
        response ->
            response.toBuilder()
                .topics(
                    Split.joined(
                        response.topics().stream().map(topic -> told(access, topic)).toList(),
                        refused))
                .build());
  }

  private List<String> allNames() {
    List<String> names = new ArrayList<>();
    cluster.image().topics().forEach(topic -> names.add(topic.name()));
    return names;
  }

  private static DescribeTopicPartitionsRequest.TopicRequest topic(String name) {
    return DescribeTopicPartitionsRequest.TopicRequest.builder().name(name).build();
  }

  private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic refused(
      String name) {
    return DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic.builder()
        .errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code())
        .name(name)
        .topicId(Uuid.ZERO)
        .build();
  }

  private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic told(
      Access access, DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic topic) {
    String name = topic.name();
    return name == null || topic.topicAuthorizedOperations() == AuthorizedOperations.OMITTED
        ? topic
        : topic.toBuilder()
            .topicAuthorizedOperations(access.operations(ResourceType.TOPIC, name))
            .build();
  }
}
