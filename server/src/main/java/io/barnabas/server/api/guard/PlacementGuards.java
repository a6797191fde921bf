package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AlterPartitionReassignmentsRequest;
import io.barnabas.codec.message.AlterPartitionReassignmentsResponse;
import io.barnabas.codec.message.AlterReplicaLogDirsRequest;
import io.barnabas.codec.message.AlterReplicaLogDirsResponse;
import io.barnabas.codec.message.ElectLeadersRequest;
import io.barnabas.codec.message.ElectLeadersResponse;
import io.barnabas.codec.message.ListPartitionReassignmentsRequest;
import io.barnabas.codec.message.ListPartitionReassignmentsResponse;
import io.barnabas.metadata.acl.AclOperation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Guards of where replicas lie and which of them lead. */
final class PlacementGuards {
  private static final ErrorCode REFUSED = ErrorCode.CLUSTER_AUTHORIZATION_FAILED;

  private PlacementGuards() {}

  static void addTo(GuardBook book) {
    book.<ElectLeadersRequest, ElectLeadersResponse>onCluster(
        ApiKey.ELECT_LEADERS,
        AclOperation.ALTER,
        (access, request) -> elections(access.version(), request));
    book.<AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse>onCluster(
        ApiKey.ALTER_PARTITION_REASSIGNMENTS,
        AclOperation.ALTER,
        (access, request) -> reassignments(request));
    book.<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse>onCluster(
        ApiKey.LIST_PARTITION_REASSIGNMENTS,
        AclOperation.DESCRIBE,
        (access, request) -> ongoing(request));
    book.<AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse>onCluster(
        ApiKey.ALTER_REPLICA_LOG_DIRS,
        AclOperation.ALTER,
        (access, request) -> directories(request));
  }

  private static ElectLeadersResponse elections(short version, ElectLeadersRequest request) {
    List<ElectLeadersRequest.TopicPartitions> asked = request.topicPartitions();
    return ElectLeadersResponse.builder()
        .errorCode(version == 0 ? ErrorCode.NONE.code() : REFUSED.code())
        .replicaElectionResults(
            asked == null ? List.of() : asked.stream().map(PlacementGuards::refused).toList())
        .build();
  }

  private static ElectLeadersResponse.ReplicaElectionResult refused(
      ElectLeadersRequest.TopicPartitions topic) {
    return ElectLeadersResponse.ReplicaElectionResult.builder()
        .topic(topic.topic())
        .partitionResult(
            topic.partitions().stream()
                .map(
                    each ->
                        ElectLeadersResponse.PartitionResult.builder()
                            .partitionId(each)
                            .errorCode(REFUSED.code())
                            .errorMessage(REFUSED.message())
                            .build())
                .toList())
        .build();
  }

  private static AlterPartitionReassignmentsResponse reassignments(
      AlterPartitionReassignmentsRequest request) {
    return AlterPartitionReassignmentsResponse.builder()
        .errorCode(REFUSED.code())
        .errorMessage(REFUSED.message())
        .responses(request.topics().stream().map(PlacementGuards::refused).toList())
        .build();
  }

  private static AlterPartitionReassignmentsResponse.ReassignableTopicResponse refused(
      AlterPartitionReassignmentsRequest.ReassignableTopic topic) {
    return AlterPartitionReassignmentsResponse.ReassignableTopicResponse.builder()
        .name(topic.name())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        AlterPartitionReassignmentsResponse.ReassignablePartitionResponse.builder()
                            .partitionIndex(each.partitionIndex())
                            .errorCode(REFUSED.code())
                            .errorMessage(REFUSED.message())
                            .build())
                .toList())
        .build();
  }

  /** What was asked for comes back, whether or not it is there. */
  private static ListPartitionReassignmentsResponse ongoing(
      ListPartitionReassignmentsRequest request) {
    List<ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics> asked =
        request.topics();
    return ListPartitionReassignmentsResponse.builder()
        .errorCode(REFUSED.code())
        .errorMessage(REFUSED.message())
        .topics(asked == null ? List.of() : asked.stream().map(PlacementGuards::asked).toList())
        .build();
  }

  private static ListPartitionReassignmentsResponse.OngoingTopicReassignment asked(
      ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics topic) {
    return ListPartitionReassignmentsResponse.OngoingTopicReassignment.builder()
        .name(topic.name())
        .partitions(
            topic.partitionIndexes().stream()
                .map(
                    index ->
                        ListPartitionReassignmentsResponse.OngoingPartitionReassignment.builder()
                            .partitionIndex(index)
                            .build())
                .toList())
        .build();
  }

  /** Each partition once, in whichever directories it was to lie. */
  private static AlterReplicaLogDirsResponse directories(AlterReplicaLogDirsRequest request) {
    Map<String, TreeSet<Integer>> byTopic = new TreeMap<>();
    request
        .dirs()
        .forEach(
            directory ->
                directory
                    .topics()
                    .forEach(
                        topic ->
                            byTopic
                                .computeIfAbsent(topic.name(), name -> new TreeSet<>())
                                .addAll(topic.partitions())));
    return AlterReplicaLogDirsResponse.builder()
        .results(
            byTopic.entrySet().stream()
                .map(
                    topic ->
                        AlterReplicaLogDirsResponse.AlterReplicaLogDirTopicResult.builder()
                            .topicName(topic.getKey())
                            .partitions(
                                topic.getValue().stream().map(PlacementGuards::refused).toList())
                            .build())
                .toList())
        .build();
  }

  private static AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult refused(
      Integer partition) {
    return AlterReplicaLogDirsResponse.AlterReplicaLogDirPartitionResult.builder()
        .partitionIndex(partition)
        .errorCode(REFUSED.code())
        .build();
  }
}
