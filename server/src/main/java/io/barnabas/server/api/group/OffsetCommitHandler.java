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
    for (int i = 0; i < request.topics().size(); i++) {
      OffsetCommitRequest.OffsetCommitRequestTopic asked = request.topics().get(i);
      TopicImage topic = byId ? topics.topic(asked.topicId()) : topics.topic(asked.name());
      if (topic == null) {
        answer.refuse(i, byId ? ErrorCode.UNKNOWN_TOPIC_ID : ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      } else {
        CommitOffsets.Topic existing = existing(i, asked, topic, answer);
        if (!existing.partitions().isEmpty()) {
          known.add(existing);
          answer.passOn(i);
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
      int at,
      OffsetCommitRequest.OffsetCommitRequestTopic asked,
      TopicImage topic,
      CommitAnswer answer) {
    List<CommitOffsets.Partition> partitions = new ArrayList<>();
    for (OffsetCommitRequest.OffsetCommitRequestPartition each : asked.partitions()) {
      if (topic.partition(each.partitionIndex()) == null) {
        answer.put(at, each.partitionIndex(), ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
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
    for (int i = 0; i < request.topics().size(); i++) {
      answer.refuse(i, ErrorCode.UNKNOWN_SERVER_ERROR);
    }
    return answer.build();
  }

  /**
   * The errors of each topic's partitions, topics in the order they were asked. Takes time in
   * proportion to the request, which may name a million topics.
   */
  private static final class CommitAnswer {
    private final OffsetCommitRequest request;
    private final List<List<OffsetCommitResponse.OffsetCommitResponsePartition>> answers;
    private final List<Integer> passedOn = new ArrayList<>();

    CommitAnswer(OffsetCommitRequest request) {
      this.request = request;
      this.answers = new ArrayList<>(request.topics().size());
      request.topics().forEach(topic -> answers.add(new ArrayList<>(topic.partitions().size())));
    }

    void refuse(int topic, ErrorCode error) {
      request.topics().get(topic).partitions().forEach(each -> put(topic, each, error));
    }

    private void put(
        int topic, OffsetCommitRequest.OffsetCommitRequestPartition partition, ErrorCode error) {
      put(topic, partition.partitionIndex(), error);
    }

    void put(int topic, int partition, ErrorCode error) {
      answers
          .get(topic)
          .add(
              OffsetCommitResponse.OffsetCommitResponsePartition.builder()
                  .partitionIndex(partition)
                  .errorCode(error.code())
                  .build());
    }

    /** Notes that the coordinator decides on this topic, after those noted before. */
    void passOn(int topic) {
      passedOn.add(topic);
    }

    CommitAnswer decided(short version, CommitReply reply) {
      for (int i = 0; i < reply.topics().size(); i++) {
        int topic = passedOn.get(i);
        for (CommitReply.Partition each : reply.topics().get(i).partitions()) {
          put(topic, each.index(), error(version, each.fault()));
        }
      }
      return this;
    }

    /** Older clients know of a generation that is gone, but not of a group. */
    private static ErrorCode error(short version, GroupFault fault) {
      return fault == GroupFault.GROUP_ID_NOT_FOUND && version < GROUP_NOT_FOUND_SINCE_VERSION
          ? ErrorCode.ILLEGAL_GENERATION
          : WireErrors.of(fault);
    }

    OffsetCommitResponse build() {
      List<OffsetCommitResponse.OffsetCommitResponseTopic> topics = new ArrayList<>(answers.size());
      for (int i = 0; i < answers.size(); i++) {
        OffsetCommitRequest.OffsetCommitRequestTopic asked = request.topics().get(i);
        topics.add(
            OffsetCommitResponse.OffsetCommitResponseTopic.builder()
                .name(asked.name())
                .topicId(asked.topicId())
                .partitions(answers.get(i))
                .build());
      }
      return OffsetCommitResponse.builder().topics(topics).build();
    }
  }
}
