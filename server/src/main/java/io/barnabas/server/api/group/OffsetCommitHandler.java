package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetCommitRequest;
import io.barnabas.codec.message.OffsetCommitResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.CommitOffsets;
import io.barnabas.group.message.CommitReply;
import io.barnabas.group.message.GroupFault;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * OffsetCommit (key 8), versions 2-10. Stores consumers' offsets; answers once they are durable.
 * Refuses partitions that do not exist, never the whole request for them.
 *
 * <ul>
 *   <li>v5: retention time leaves the request; v6: leader epochs; v7: static members
 *   <li>v8: flexible; v9: groups of KIP-848; v10: topic ids instead of names
 * </ul>
 */
public final class OffsetCommitHandler
    implements ApiHandler<OffsetCommitRequest, OffsetCommitResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.OFFSET_COMMIT);
  private static final int GROUP_NOT_FOUND_SINCE_VERSION = 9;
  private static final int TOPIC_IDS_SINCE_VERSION = 10;

  private final ClusterView cluster;
  private final GroupCoordinator groups;

  public OffsetCommitHandler(ClusterView cluster, GroupCoordinator groups) {
    this.cluster = cluster;
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable OffsetCommitResponse> handle(
      RequestContext context, OffsetCommitRequest request) {
    boolean byId = context.version() >= TOPIC_IDS_SINCE_VERSION;
    TopicsImage topics = cluster.image().topics();
    CommitAnswer answer = new CommitAnswer(request);
    List<CommitOffsets.Topic> known = new ArrayList<>();
    for (OffsetCommitRequest.OffsetCommitRequestTopic asked : request.topics()) {
      TopicImage topic = byId ? topics.topic(asked.topicId()) : topics.topic(asked.name());
      if (topic == null) {
        answer.refuse(
            asked, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      } else {
        CommitOffsets.Topic existing = existing(asked, topic, answer);
        if (!existing.partitions().isEmpty()) {
          known.add(existing);
        }
      }
    }
    if (known.isEmpty()) {
      return CompletableFuture.completedFuture(answer.build());
    }
    return groups
        .commitOffsets(command(request, known))
        .thenApply(reply -> answer.decided(context.version(), reply).build());
  }

  /** The partitions there are; the others are refused. */
  private static CommitOffsets.Topic existing(
      OffsetCommitRequest.OffsetCommitRequestTopic asked, TopicImage topic, CommitAnswer answer) {
    List<CommitOffsets.Partition> partitions = new ArrayList<>();
    for (OffsetCommitRequest.OffsetCommitRequestPartition each : asked.partitions()) {
      if (topic.partition(each.partitionIndex()) == null) {
        answer.refuse(asked, each.partitionIndex(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      } else {
        partitions.add(
            new CommitOffsets.Partition(
                each.partitionIndex(),
                each.committedOffset(),
                each.committedLeaderEpoch(),
                each.committedMetadata()));
      }
    }
    return new CommitOffsets.Topic(topic.id(), topic.name(), partitions);
  }

  private static CommitOffsets command(
      OffsetCommitRequest request, List<CommitOffsets.Topic> topics) {
    return new CommitOffsets(
        request.groupId(),
        request.generationIdOrMemberEpoch(),
        request.memberId(),
        request.groupInstanceId(),
        request.retentionTimeMs(),
        topics);
  }

  @Override
  public OffsetCommitResponse onFailure(RequestContext context, OffsetCommitRequest request) {
    CommitAnswer answer = new CommitAnswer(request);
    request.topics().forEach(topic -> answer.refuse(topic, ErrorCode.UNKNOWN_SERVER_ERROR));
    return answer.build();
  }

  /** The error of each partition, topics in the order they were asked. */
  private static final class CommitAnswer {
    private record Place(int topic, int partition, ErrorCode error) {}

    private final OffsetCommitRequest request;
    private final List<Place> places = new ArrayList<>();

    CommitAnswer(OffsetCommitRequest request) {
      this.request = request;
    }

    void refuse(OffsetCommitRequest.OffsetCommitRequestTopic topic, ErrorCode error) {
      topic.partitions().forEach(each -> refuse(topic, each.partitionIndex(), error));
    }

    void refuse(
        OffsetCommitRequest.OffsetCommitRequestTopic topic, int partition, ErrorCode error) {
      places.add(new Place(request.topics().indexOf(topic), partition, error));
    }

    CommitAnswer decided(short version, CommitReply reply) {
      for (CommitReply.Topic topic : reply.topics()) {
        int at = placeOf(topic);
        topic
            .partitions()
            .forEach(each -> places.add(new Place(at, each.index(), error(version, each.fault()))));
      }
      return this;
    }

    /** Older clients know of a generation that is gone, but not of a group. */
    private static ErrorCode error(short version, GroupFault fault) {
      return fault == GroupFault.GROUP_ID_NOT_FOUND && version < GROUP_NOT_FOUND_SINCE_VERSION
          ? ErrorCode.ILLEGAL_GENERATION
          : WireErrors.of(fault);
    }

    private int placeOf(CommitReply.Topic topic) {
      for (int i = 0; i < request.topics().size(); i++) {
        OffsetCommitRequest.OffsetCommitRequestTopic asked = request.topics().get(i);
        if (asked.topicId().equals(topic.topicId()) || asked.name().equals(topic.name())) {
          return i;
        }
      }
      throw new IllegalStateException("an answer for a topic that was not asked for");
    }

    OffsetCommitResponse build() {
      List<OffsetCommitResponse.OffsetCommitResponseTopic> topics = new ArrayList<>();
      for (int i = 0; i < request.topics().size(); i++) {
        OffsetCommitRequest.OffsetCommitRequestTopic asked = request.topics().get(i);
        int at = i;
        topics.add(
            OffsetCommitResponse.OffsetCommitResponseTopic.builder()
                .name(asked.name())
                .topicId(asked.topicId())
                .partitions(
                    places.stream()
                        .filter(place -> place.topic() == at)
                        .map(CommitAnswer::partition)
                        .toList())
                .build());
      }
      return OffsetCommitResponse.builder().topics(topics).build();
    }

    private static OffsetCommitResponse.OffsetCommitResponsePartition partition(Place place) {
      return OffsetCommitResponse.OffsetCommitResponsePartition.builder()
          .partitionIndex(place.partition())
          .errorCode(place.error().code())
          .build();
    }
  }
}
