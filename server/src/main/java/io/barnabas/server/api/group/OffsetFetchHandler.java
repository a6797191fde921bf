package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.OffsetFetchRequest;
import io.barnabas.codec.message.OffsetFetchResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.FetchOffsets;
import io.barnabas.group.message.FetchReply;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.Repeats;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * OffsetFetch (key 9), versions 1-10.
 *
 * <ul>
 *   <li>v2: all topics may be asked for; an error of the whole group
 *   <li>v5: leader epochs; v6: flexible; v7: only stable offsets (KIP-447)
 *   <li>v8: many groups at once (KIP-709); v9: groups of KIP-848; v10: topic ids instead of names
 * </ul>
 */
public final class OffsetFetchHandler
    implements ApiHandler<OffsetFetchRequest, OffsetFetchResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.OFFSET_FETCH);
  private static final int MANY_GROUPS_SINCE_VERSION = 8;
  private static final int TOPIC_IDS_SINCE_VERSION = 10;

  private final ClusterView cluster;
  private final GroupCoordinator groups;

  public OffsetFetchHandler(ClusterView cluster, GroupCoordinator groups) {
    this.cluster = cluster;
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable OffsetFetchResponse> handle(
      RequestContext context, OffsetFetchRequest request) {
    if (context.version() < MANY_GROUPS_SINCE_VERSION) {
      return groups
          .fetchOffsets(SingleGroupAnswer.command(request))
          .thenApply(reply -> SingleGroupAnswer.of(context.version(), request, reply));
    }
    List<CompletableFuture<OffsetFetchResponse.OffsetFetchResponseGroup>> pending =
        new ArrayList<>();
    // Of those that ask for all offsets of a group.
    Repeats<String> whole = new Repeats<>();
    for (OffsetFetchRequest.OffsetFetchRequestGroup group : request.groups()) {
      if (group.topics() == null && !whole.take(group.groupId())) {
        continue;
      }
      pending.add(fetch(context, request, group).toCompletableFuture());
    }
    return CompletableFuture.allOf(pending.toArray(CompletableFuture<?>[]::new))
        .thenApply(
            done ->
                OffsetFetchResponse.builder()
                    .groups(pending.stream().map(CompletableFuture::join).toList())
                    .build());
  }

  private CompletionStage<OffsetFetchResponse.OffsetFetchResponseGroup> fetch(
      RequestContext context,
      OffsetFetchRequest request,
      OffsetFetchRequest.OffsetFetchRequestGroup group) {
    boolean byId = context.version() >= TOPIC_IDS_SINCE_VERSION;
    TopicsImage image = cluster.image().topics();
    List<OffsetFetchResponse.OffsetFetchResponseTopics> refused = new ArrayList<>();
    FetchOffsets command =
        new FetchOffsets(
            group.groupId(),
            group.memberId(),
            group.memberEpoch(),
            group.topics() == null ? null : topics(byId, image, group.topics(), refused),
            request.requireStable());
    return groups.fetchOffsets(command).thenApply(reply -> answer(byId, image, reply, refused));
  }

  private static List<FetchOffsets.Topic> topics(
      boolean byId,
      TopicsImage image,
      List<OffsetFetchRequest.OffsetFetchRequestTopics> asked,
      List<OffsetFetchResponse.OffsetFetchResponseTopics> refused) {
    List<FetchOffsets.Topic> topics = new ArrayList<>();
    for (OffsetFetchRequest.OffsetFetchRequestTopics each : asked) {
      if (!byId) {
        topics.add(new FetchOffsets.Topic(Uuid.ZERO, each.name(), each.partitionIndexes()));
        continue;
      }
      TopicImage topic = image.topic(each.topicId());
      if (topic == null) {
        refused.add(unknownId(each));
      } else {
        topics.add(new FetchOffsets.Topic(topic.id(), topic.name(), each.partitionIndexes()));
      }
    }
    return topics;
  }

  private static OffsetFetchResponse.OffsetFetchResponseGroup answer(
      boolean byId,
      TopicsImage image,
      FetchReply reply,
      List<OffsetFetchResponse.OffsetFetchResponseTopics> refused) {
    ErrorCode error = WireErrors.of(reply.fault());
    if (error != ErrorCode.NONE) {
      return OffsetFetchResponse.OffsetFetchResponseGroup.builder()
          .groupId(reply.groupId())
          .errorCode(error.code())
          .build();
    }
    List<OffsetFetchResponse.OffsetFetchResponseTopics> topics = new ArrayList<>(refused);
    for (FetchReply.Topic topic : reply.topics()) {
      Uuid id = byId ? idOf(image, topic) : Uuid.ZERO;
      // Asked for everything by id, a topic that is gone has none to be told under.
      if (!byId || !id.equals(Uuid.ZERO)) {
        topics.add(
            OffsetFetchResponse.OffsetFetchResponseTopics.builder()
                .name(topic.name())
                .topicId(id)
                .partitions(topic.partitions().stream().map(FetchedOffset::ofMany).toList())
                .build());
      }
    }
    return OffsetFetchResponse.OffsetFetchResponseGroup.builder()
        .groupId(reply.groupId())
        .topics(topics)
        .build();
  }

  private static Uuid idOf(TopicsImage image, FetchReply.Topic topic) {
    TopicImage known = image.topic(topic.name());
    return known == null ? Uuid.ZERO : known.id();
  }

  private static OffsetFetchResponse.OffsetFetchResponseTopics unknownId(
      OffsetFetchRequest.OffsetFetchRequestTopics asked) {
    return OffsetFetchResponse.OffsetFetchResponseTopics.builder()
        .topicId(asked.topicId())
        .partitions(
            asked.partitionIndexes().stream()
                .map(index -> FetchedOffset.refused(index, ErrorCode.UNKNOWN_TOPIC_ID))
                .toList())
        .build();
  }
}
