package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetDeleteRequest;
import io.barnabas.codec.message.OffsetDeleteResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.DeleteOffsets;
import io.barnabas.group.message.DeleteOffsetsReply;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
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
      List<Integer> partitions =
          topic.partitions().stream()
              .map(OffsetDeleteRequest.OffsetDeleteRequestPartition::partitionIndex)
              .toList();
      if (topics.topic(topic.name()) == null) {
        refused.add(unknown(topic.name(), partitions));
      } else {
        known.add(new DeleteOffsets.Topic(topic.name(), partitions));
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
    List<OffsetDeleteResponse.OffsetDeleteResponseTopic> topics = new ArrayList<>(refused);
    reply.topics().forEach(topic -> topics.add(topic(topic)));
    return OffsetDeleteResponse.builder().topics(topics).build();
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
