package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetDeleteRequest;
import io.barnabas.codec.message.OffsetDeleteResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.DeleteOffsets;
import io.barnabas.group.message.DeleteOffsetsReply;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** OffsetDelete (key 47), version 0: forgets committed offsets of topics nobody reads (KIP-496). */
public final class OffsetDeleteHandler
    implements ApiHandler<OffsetDeleteRequest, OffsetDeleteResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.OFFSET_DELETE);

  private final ClusterView cluster;
  private final GroupCoordinator groups;

  public OffsetDeleteHandler(ClusterView cluster, GroupCoordinator groups) {
    this.cluster = cluster;
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable OffsetDeleteResponse> handle(
      RequestContext context, OffsetDeleteRequest request) {
    TopicsImage topics = cluster.image().topics();
    List<DeleteOffsets.Topic> known = new ArrayList<>();
    List<OffsetDeleteResponse.OffsetDeleteResponseTopic> refused = new ArrayList<>();
    for (OffsetDeleteRequest.OffsetDeleteRequestTopic topic : request.topics()) {
      TopicImage image = topics.topic(topic.name());
      Map<Boolean, List<Integer>> byExistence =
          topic.partitions().stream()
              .map(OffsetDeleteRequest.OffsetDeleteRequestPartition::partitionIndex)
              .collect(
                  Collectors.partitioningBy(
                      index -> image != null && image.partition(index) != null));
      List<Integer> missing = byExistence.getOrDefault(false, List.of());
      if (!missing.isEmpty()) {
        refused.add(unknown(topic.name(), missing));
      }
      List<Integer> existing = byExistence.getOrDefault(true, List.of());
      if (!existing.isEmpty()) {
        known.add(new DeleteOffsets.Topic(topic.name(), existing));
      }
    }
    return groups
        .deleteOffsets(new DeleteOffsets(request.groupId(), known))
        .thenApply(reply -> response(reply, refused));
  }

  private static OffsetDeleteResponse response(
      DeleteOffsetsReply reply, List<OffsetDeleteResponse.OffsetDeleteResponseTopic> refused) {
    ErrorCode error = WireErrors.of(reply.fault());
    if (error != ErrorCode.NONE) {
      return OffsetDeleteResponse.builder().errorCode(error.code()).build();
    }
    // A topic some of whose partitions are missing is still answered once.
    Map<String, List<OffsetDeleteResponse.OffsetDeleteResponsePartition>> byTopic =
        new LinkedHashMap<>();
    refused.forEach(topic -> byTopic.put(topic.name(), new ArrayList<>(topic.partitions())));
    reply.topics().stream()
        .map(OffsetDeleteHandler::topic)
        .forEach(
            topic ->
                byTopic
                    .computeIfAbsent(topic.name(), name -> new ArrayList<>())
                    .addAll(topic.partitions()));
    return OffsetDeleteResponse.builder()
        .topics(
            byTopic.entrySet().stream()
                .map(
                    entry ->
                        OffsetDeleteResponse.OffsetDeleteResponseTopic.builder()
                            .name(entry.getKey())
                            .partitions(entry.getValue())
                            .build())
                .toList())
        .build();
  }

  private static OffsetDeleteResponse.OffsetDeleteResponseTopic topic(
      DeleteOffsetsReply.Topic topic) {
    return OffsetDeleteResponse.OffsetDeleteResponseTopic.builder()
        .name(topic.name())
        .partitions(
            topic.partitions().stream()
                .map(each -> partition(each.index(), WireErrors.of(each.fault())))
                .toList())
        .build();
  }

  private static OffsetDeleteResponse.OffsetDeleteResponseTopic unknown(
      String name, List<Integer> partitions) {
    return OffsetDeleteResponse.OffsetDeleteResponseTopic.builder()
        .name(name)
        .partitions(
            partitions.stream()
                .map(index -> partition(index, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION))
                .toList())
        .build();
  }

  private static OffsetDeleteResponse.OffsetDeleteResponsePartition partition(
      int index, ErrorCode error) {
    return OffsetDeleteResponse.OffsetDeleteResponsePartition.builder()
        .partitionIndex(index)
        .errorCode(error.code())
        .build();
  }
}
