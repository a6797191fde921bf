package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.MetadataRequest;
import io.barnabas.codec.message.MetadataResponse;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Metadata (key 3), versions 0-13. Tells brokers and topics; creates topics that are used for the
 * first time where that is allowed, and answers when they are there.
 *
 * <ul>
 *   <li>v1: no topics is told apart from all topics; racks, the controller, internal topics
 *   <li>v4: the client may forbid creation
 *   <li>v5: offline replicas; v7: leader epochs; v8: authorised operations (KIP-430)
 *   <li>v9: flexible; v10: topic ids in the answer; v12: topics may be asked for by id
 *   <li>v13: an error of the whole answer (KIP-1102)
 * </ul>
 */
public final class MetadataHandler implements ApiHandler<MetadataRequest, MetadataResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.METADATA);

  private final ClusterView cluster;
  private final TopicCreation creation;
  private final boolean createsTopics;

  /**
   * A handler.
   *
   * @param createsTopics {@code auto.create.topics.enable}
   */
  public MetadataHandler(ClusterView cluster, TopicCreation creation, boolean createsTopics) {
    this.cluster = cluster;
    this.creation = creation;
    this.createsTopics = createsTopics;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable MetadataResponse> handle(
      RequestContext context, MetadataRequest request) {
    List<MetadataRequest.MetadataRequestTopic> asked = request.topics();
    if (asked == null || (context.version() == 0 && asked.isEmpty())) {
      return CompletableFuture.completedFuture(all(context, request));
    }
    if (context.version() < 12 && asked.stream().anyMatch(MetadataHandler::isByIdOrNameless)) {
      return CompletableFuture.completedFuture(refused(asked));
    }
    if (asked.stream().anyMatch(topic -> !topic.topicId().equals(Uuid.ZERO))) {
      return CompletableFuture.completedFuture(byId(context, request, asked));
    }
    return byName(context, request, names(asked));
  }

  private static boolean isByIdOrNameless(MetadataRequest.MetadataRequestTopic topic) {
    return topic.name() == null || !topic.topicId().equals(Uuid.ZERO);
  }

  private static MetadataResponse refused(List<MetadataRequest.MetadataRequestTopic> asked) {
    List<MetadataResponse.MetadataResponseTopic> topics = new ArrayList<>();
    for (MetadataRequest.MetadataRequestTopic topic : asked) {
      String name = topic.name();
      topics.add(failed(name == null ? "" : name, topic.topicId(), ErrorCode.INVALID_REQUEST));
    }
    return MetadataResponse.builder().topics(topics).build();
  }

  private MetadataResponse all(RequestContext context, MetadataRequest request) {
    MetadataImage image = cluster.image();
    Answering answering = new Answering(context, request, image);
    image.topics().forEach(answering::found);
    return answering.build();
  }

  private MetadataResponse byId(
      RequestContext context,
      MetadataRequest request,
      List<MetadataRequest.MetadataRequestTopic> asked) {
    MetadataImage image = cluster.image();
    Answering answering = new Answering(context, request, image);
    Set<Uuid> ids = new LinkedHashSet<>();
    asked.forEach(each -> ids.add(each.topicId()));
    for (Uuid id : ids) {
      TopicImage topic = image.topics().topic(id);
      if (topic == null) {
        answering.add(failed(null, id, ErrorCode.UNKNOWN_TOPIC_ID));
      } else {
        answering.found(topic);
      }
    }
    return answering.build();
  }

  private CompletionStage<@Nullable MetadataResponse> byName(
      RequestContext context, MetadataRequest request, Set<String> names) {
    MetadataImage image = cluster.image();
    boolean mayCreate =
        createsTopics && (context.version() < 4 || request.allowAutoTopicCreation());
    List<String> missing =
        mayCreate
            ? names.stream().filter(name -> image.topics().topic(name) == null).toList()
            : List.of();
    if (missing.isEmpty()) {
      return CompletableFuture.completedFuture(byName(context, request, names, Map.of()));
    }
    return creation.create(missing).thenApply(errors -> byName(context, request, names, errors));
  }

  private MetadataResponse byName(
      RequestContext context,
      MetadataRequest request,
      Set<String> names,
      Map<String, ErrorCode> creationErrors) {
    MetadataImage image = cluster.image();
    Answering answering = new Answering(context, request, image);
    for (String name : names) {
      TopicImage topic = image.topics().topic(name);
      if (topic == null) {
        answering.missing(name, whyMissing(name, creationErrors));
      } else {
        answering.found(topic);
      }
    }
    return answering.build();
  }

  private static ErrorCode whyMissing(String name, Map<String, ErrorCode> creationErrors) {
    ErrorCode error = creationErrors.get(name);
    if (error != null) {
      return error;
    }
    return TopicNames.isValid(name)
        ? ErrorCode.UNKNOWN_TOPIC_OR_PARTITION
        : ErrorCode.INVALID_TOPIC_EXCEPTION;
  }

  private static Set<String> names(List<MetadataRequest.MetadataRequestTopic> asked) {
    Set<String> names = new LinkedHashSet<>();
    for (MetadataRequest.MetadataRequestTopic topic : asked) {
      String name = topic.name();
      names.add(name == null ? "" : name);
    }
    return names;
  }

  private static MetadataResponse.MetadataResponseTopic failed(
      @Nullable String name, Uuid id, ErrorCode error) {
    return failing(name, id, error).build();
  }

  private static MetadataResponse.MetadataResponseTopic.Builder failing(
      @Nullable String name, Uuid id, ErrorCode error) {
    return MetadataResponse.MetadataResponseTopic.builder()
        .errorCode(error.code())
        .name(name)
        .topicId(id)
        .isInternal(name != null && TopicNames.isInternal(name));
  }

  /** One answer in the making. */
  private final class Answering {
    private final RequestContext context;
    private final MetadataRequest request;
    private final MetadataImage image;
    private final TopicDescriber describer;
    private final List<MetadataResponse.MetadataResponseTopic> topics = new ArrayList<>();

    Answering(RequestContext context, MetadataRequest request, MetadataImage image) {
      this.context = context;
      this.request = request;
      this.image = image;
      this.describer = new TopicDescriber(cluster, image, context.connection());
    }

    void add(MetadataResponse.MetadataResponseTopic topic) {
      topics.add(topic);
    }

    /** What one may do to a topic is told of names that are no topic's, too. */
    void missing(String name, ErrorCode error) {
      topics.add(
          failing(name, Uuid.ZERO, error)
              .topicAuthorizedOperations(
                  AuthorizedOperations.onTopic(request.includeTopicAuthorizedOperations()))
              .build());
    }

    void found(TopicImage topic) {
      topics.add(
          MetadataResponse.MetadataResponseTopic.builder()
              .name(topic.name())
              .topicId(topic.id())
              .isInternal(TopicNames.isInternal(topic.name()))
              .partitions(topic.partitions().stream().map(this::partition).toList())
              .topicAuthorizedOperations(
                  AuthorizedOperations.onTopic(request.includeTopicAuthorizedOperations()))
              .build());
    }

    private MetadataResponse.MetadataResponsePartition partition(PartitionImage partition) {
      return MetadataResponse.MetadataResponsePartition.builder()
          .errorCode(describer.errorOf(partition, context.version() >= 6).code())
          .partitionIndex(partition.partition())
          .leaderId(describer.leaderOf(partition))
          .leaderEpoch(partition.leaderEpoch())
          .replicaNodes(partition.replicas())
          .isrNodes(partition.isr())
          .offlineReplicas(describer.offlineOf(partition))
          .build();
    }

    MetadataResponse build() {
      return MetadataResponse.builder()
          .brokers(brokers())
          .clusterId(cluster.clusterId())
          .controllerId(cluster.nodeId())
          .topics(topics)
          .clusterAuthorizedOperations(
              AuthorizedOperations.onCluster(request.includeClusterAuthorizedOperations()))
          .build();
    }

    private List<MetadataResponse.MetadataResponseBroker> brokers() {
      return cluster.nodes(image, context.connection()).stream()
          .map(
              node ->
                  MetadataResponse.MetadataResponseBroker.builder()
                      .nodeId(node.id())
                      .host(node.host())
                      .port(node.port())
                      .rack(node.rack())
                      .build())
          .toList();
    }
  }
}
