package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.DescribeTopicPartitionsRequest;
import io.barnabas.codec.message.DescribeTopicPartitionsResponse;
import io.barnabas.metadata.image.MetadataImage;
import io.barnabas.metadata.image.PartitionImage;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.TopicNames;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeTopicPartitions (key 75), version 0 (KIP-966). Topics by name, a page of partitions at a
 * time; the cursor of one answer is where the next request begins.
 */
public final class DescribeTopicPartitionsHandler
    implements ApiHandler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_TOPIC_PARTITIONS);

  private final ClusterView cluster;
  private final int partitionsMax;

  /**
   * A handler.
   *
   * @param partitionsMax {@code max.request.partition.size.limit}: most partitions in any answer
   */
  public DescribeTopicPartitionsHandler(ClusterView cluster, int partitionsMax) {
    this.cluster = cluster;
    this.partitionsMax = partitionsMax;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeTopicPartitionsResponse> handle(
      RequestContext context, DescribeTopicPartitionsRequest request) {
    DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
    if (cursor != null && (cursor.partitionIndex() < 0 || leadsElsewhere(request, cursor))) {
      return CompletableFuture.completedFuture(refused(request));
    }
    MetadataImage image = cluster.image();
    Page page = new Page(context, image, limit(request));
    for (String name : names(request, image)) {
      boolean begun = cursor != null && name.equals(cursor.topicName());
      if (!page.add(name, begun && cursor != null ? cursor.partitionIndex() : 0)) {
        break;
      }
    }
    return CompletableFuture.completedFuture(page.build());
  }

  /** Whether the cursor is at a topic that was not asked for. */
  private static boolean leadsElsewhere(
      DescribeTopicPartitionsRequest request, DescribeTopicPartitionsRequest.Cursor cursor) {
    return !request.topics().isEmpty()
        && request.topics().stream().noneMatch(topic -> topic.name().equals(cursor.topicName()));
  }

  private int limit(DescribeTopicPartitionsRequest request) {
    return Math.max(1, Math.min(request.responsePartitionLimit(), partitionsMax));
  }

  private static SortedSet<String> names(
      DescribeTopicPartitionsRequest request, MetadataImage image) {
    TreeSet<String> names = new TreeSet<>();
    if (request.topics().isEmpty()) {
      image.topics().forEach(topic -> names.add(topic.name()));
    } else {
      request.topics().forEach(topic -> names.add(topic.name()));
    }
    DescribeTopicPartitionsRequest.Cursor cursor = request.cursor();
    return cursor == null ? names : names.tailSet(cursor.topicName());
  }

  private static DescribeTopicPartitionsResponse refused(DescribeTopicPartitionsRequest request) {
    return DescribeTopicPartitionsResponse.builder()
        .topics(
            request.topics().stream()
                .map(topic -> failed(topic.name(), ErrorCode.INVALID_REQUEST))
                .toList())
        .build();
  }

  private static DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic failed(
      String name, ErrorCode error) {
    return DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic.builder()
        .errorCode(error.code())
        .name(name)
        .topicId(Uuid.ZERO)
        .isInternal(TopicNames.isInternal(name))
        .topicAuthorizedOperations(AuthorizedOperations.onTopic(true))
        .build();
  }

  /** One answer in the making. */
  private final class Page {
    private final MetadataImage image;
    private final TopicDescriber describer;
    private final List<DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic>
        topics = new ArrayList<>();
    private int room;
    private DescribeTopicPartitionsResponse.@Nullable Cursor next;

    Page(RequestContext context, MetadataImage image, int room) {
      this.image = image;
      this.describer = new TopicDescriber(cluster, image, context.connection());
      this.room = room;
    }

    /** Adds a topic from one of its partitions on; false when the page is full. */
    boolean add(String name, int from) {
      if (room == 0) {
        next = cursor(name, from);
        return false;
      }
      TopicImage topic = image.topics().topic(name);
      if (topic == null) {
        topics.add(
            failed(
                name,
                TopicNames.isValid(name)
                    ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
                    : ErrorCode.INVALID_TOPIC_EXCEPTION));
        return true;
      }
      int count = topic.partitions().size();
      int begin = Math.min(from, count);
      int end = Math.min(count, begin + room);
      topics.add(described(topic, topic.partitions().subList(begin, end)));
      room -= end - begin;
      if (end < count) {
        next = cursor(name, end);
        return false;
      }
      return true;
    }

    private DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic described(
        TopicImage topic, List<PartitionImage> partitions) {
      return DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponseTopic.builder()
          .name(topic.name())
          .topicId(topic.id())
          .isInternal(TopicNames.isInternal(topic.name()))
          .partitions(partitions.stream().map(this::described).toList())
          .topicAuthorizedOperations(AuthorizedOperations.onTopic(true))
          .build();
    }

    private DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition described(
        PartitionImage partition) {
      return DescribeTopicPartitionsResponse.DescribeTopicPartitionsResponsePartition.builder()
          .errorCode(describer.errorOf(partition, true).code())
          .partitionIndex(partition.partition())
          .leaderId(describer.leaderOf(partition))
          .leaderEpoch(partition.leaderEpoch())
          .replicaNodes(partition.replicas())
          .isrNodes(partition.isr())
          .eligibleLeaderReplicas(List.of())
          .lastKnownElr(List.of())
          .offlineReplicas(describer.offlineOf(partition))
          .build();
    }

    private DescribeTopicPartitionsResponse.Cursor cursor(String topic, int partition) {
      return DescribeTopicPartitionsResponse.Cursor.builder()
          .topicName(topic)
          .partitionIndex(partition)
          .build();
    }

    DescribeTopicPartitionsResponse build() {
      return DescribeTopicPartitionsResponse.builder().topics(topics).nextCursor(next).build();
    }
  }
}
