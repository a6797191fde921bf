package io.barnabas.server.api.partition;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.ListPartitionReassignmentsRequest;
import io.barnabas.codec.message.ListPartitionReassignmentsResponse;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** ListPartitionReassignments (key 46), version 0. Tells what the metadata says is on its way. */
public final class ListPartitionReassignmentsHandler
    implements ApiHandler<ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.LIST_PARTITION_REASSIGNMENTS);

  private final ClusterView cluster;

  public ListPartitionReassignmentsHandler(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ListPartitionReassignmentsResponse> handle(
      RequestContext context, ListPartitionReassignmentsRequest request) {
    List<ListPartitionReassignmentsResponse.OngoingTopicReassignment> found = new ArrayList<>();
    if (request.topics() == null) {
      cluster.image().topics().forEach(topic -> add(topic, partition -> true, found));
    } else {
      for (ListPartitionReassignmentsRequest.ListPartitionReassignmentsTopics asked :
          request.topics()) {
        TopicImage topic = cluster.image().topics().topic(asked.name());
        if (topic != null) {
          add(topic, each -> asked.partitionIndexes().contains(each.partition()), found);
        }
      }
    }
    return CompletableFuture.completedFuture(
        ListPartitionReassignmentsResponse.builder().errorMessage(null).topics(found).build());
  }

  private static void add(
      TopicImage topic,
      Predicate<PartitionImage> wanted,
      List<ListPartitionReassignmentsResponse.OngoingTopicReassignment> found) {
    List<ListPartitionReassignmentsResponse.OngoingPartitionReassignment> moving =
        topic.partitions().stream()
            .filter(each -> isMoving(each) && wanted.test(each))
            .map(ListPartitionReassignmentsHandler::ongoing)
            .toList();
    if (!moving.isEmpty()) {
      found.add(
          ListPartitionReassignmentsResponse.OngoingTopicReassignment.builder()
              .name(topic.name())
              .partitions(moving)
              .build());
    }
  }

  private static boolean isMoving(PartitionImage partition) {
    return !partition.addingReplicas().isEmpty() || !partition.removingReplicas().isEmpty();
  }

  private static ListPartitionReassignmentsResponse.OngoingPartitionReassignment ongoing(
      PartitionImage partition) {
    return ListPartitionReassignmentsResponse.OngoingPartitionReassignment.builder()
        .partitionIndex(partition.partition())
        .replicas(partition.replicas())
        .addingReplicas(partition.addingReplicas())
        .removingReplicas(partition.removingReplicas())
        .build();
  }
}
