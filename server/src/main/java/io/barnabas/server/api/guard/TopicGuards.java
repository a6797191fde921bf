package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.CreatePartitionsRequest;
import io.barnabas.codec.message.CreatePartitionsResponse;
import io.barnabas.codec.message.CreateTopicsRequest;
import io.barnabas.codec.message.CreateTopicsResponse;
import io.barnabas.codec.message.DeleteTopicsRequest;
import io.barnabas.codec.message.DeleteTopicsResponse;
import io.barnabas.codec.message.DescribeProducersRequest;
import io.barnabas.codec.message.DescribeProducersResponse;
import io.barnabas.codec.message.DescribeTopicPartitionsRequest;
import io.barnabas.codec.message.DescribeTopicPartitionsResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.access.Access;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Guards of what makes, changes and describes topics. */
final class TopicGuards {
  private static final ErrorCode REFUSED = ErrorCode.TOPIC_AUTHORIZATION_FAILED;

  private final ClusterView cluster;

  TopicGuards(ClusterView cluster) {
    this.cluster = cluster;
  }

  void addTo(GuardBook book) {
    Guard<CreateTopicsRequest, CreateTopicsResponse> create = TopicGuards::create;
    book.put(ApiKey.CREATE_TOPICS, create);
    Guard<DeleteTopicsRequest, DeleteTopicsResponse> delete = new DeleteTopicsGuard(cluster);
    book.put(ApiKey.DELETE_TOPICS, delete);
    Guard<CreatePartitionsRequest, CreatePartitionsResponse> grow = TopicGuards::grow;
    book.put(ApiKey.CREATE_PARTITIONS, grow);
    Guard<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> describe =
        new DescribeTopicPartitionsGuard(cluster);
    book.put(ApiKey.DESCRIBE_TOPIC_PARTITIONS, describe);
    Guard<DescribeProducersRequest, DescribeProducersResponse> producers = TopicGuards::producers;
    book.put(ApiKey.DESCRIBE_PRODUCERS, producers);
  }

  /** What is named twice is left to the handler, which refuses it. */
  static <T> Set<T> repeated(List<T> names) {
    Set<T> seen = new HashSet<>();
    Set<T> repeated = new HashSet<>();
    for (T name : names) {
      if (!seen.add(name)) {
        repeated.add(name);
      }
    }
    return repeated;
  }

  private static Admission<CreateTopicsRequest, CreateTopicsResponse> create(
      Access access, CreateTopicsRequest request) {
    Set<String> repeated =
        repeated(request.topics().stream().map(CreateTopicsRequest.CreatableTopic::name).toList());
    boolean all =
        access.mayOrElse(AclOperation.CREATE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME);
    var split =
        Split.of(
            request.topics(),
            topic ->
                all
                    || repeated.contains(topic.name())
                    || access.may(AclOperation.CREATE, ResourceType.TOPIC, topic.name()));
    List<CreateTopicsResponse.CreatableTopicResult> refused =
        split.refused().stream()
            .map(
                topic ->
                    CreateTopicsResponse.CreatableTopicResult.builder()
                        .name(topic.name())
                        .errorCode(REFUSED.code())
                        .errorMessage("Authorization failed.")
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response ->
            response.toBuilder()
                .topics(
                    Split.joined(
                        response.topics().stream().map(topic -> told(access, topic)).toList(),
                        refused))
                .build());
  }

  /** Who may not describe the configs of a topic is not told how it was made. */
  private static CreateTopicsResponse.CreatableTopicResult told(
      Access access, CreateTopicsResponse.CreatableTopicResult topic) {
    return topic.errorCode() != ErrorCode.NONE.code()
            || access.sees(AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, topic.name())
        ? topic
        : topic.toBuilder()
            .topicConfigErrorCode(REFUSED.code())
            .numPartitions(-1)
            .replicationFactor((short) -1)
            .configs(List.of())
            .build();
  }

  private static Admission<CreatePartitionsRequest, CreatePartitionsResponse> grow(
      Access access, CreatePartitionsRequest request) {
    Set<String> repeated =
        repeated(
            request.topics().stream()
                .map(CreatePartitionsRequest.CreatePartitionsTopic::name)
                .toList());
    var split =
        Split.of(
            request.topics(),
            topic ->
                repeated.contains(topic.name())
                    || access.may(AclOperation.ALTER, ResourceType.TOPIC, topic.name()));
    List<CreatePartitionsResponse.CreatePartitionsTopicResult> refused =
        split.refused().stream()
            .map(
                topic ->
                    CreatePartitionsResponse.CreatePartitionsTopicResult.builder()
                        .name(topic.name())
                        .errorCode(REFUSED.code())
                        .errorMessage(null)
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response ->
            response.toBuilder().results(Split.joined(response.results(), refused)).build());
  }

  private static Admission<DescribeProducersRequest, DescribeProducersResponse> producers(
      Access access, DescribeProducersRequest request) {
    var split =
        Split.of(
            request.topics(),
            topic ->
                !TopicNames.isValid(topic.name())
                    || access.may(AclOperation.READ, ResourceType.TOPIC, topic.name()));
    List<DescribeProducersResponse.TopicResponse> refused =
        split.refused().stream().map(TopicGuards::refused).toList();
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response -> response.toBuilder().topics(Split.joined(response.topics(), refused)).build());
  }

  private static DescribeProducersResponse.TopicResponse refused(
      DescribeProducersRequest.TopicRequest topic) {
    return DescribeProducersResponse.TopicResponse.builder()
        .name(topic.name())
        .partitions(
            topic.partitionIndexes().stream()
                .map(
                    index ->
                        DescribeProducersResponse.PartitionResponse.builder()
                            .partitionIndex(index)
                            .errorCode(REFUSED.code())
                            .errorMessage(REFUSED.message())
                            .build())
                .toList())
        .build();
  }
}
