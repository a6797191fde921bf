package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.MetadataRequest;
import io.barnabas.codec.message.MetadataResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.TopicNames;
import io.barnabas.server.api.access.Access;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guard of Metadata. Topics that may not be described are answered alike whether or not they
 * are there, and are left out where all were asked for.
 */
final class MetadataGuards {
  private static final int TOPIC_IDS_SINCE_VERSION = 12;

  private final ClusterView cluster;
  private final boolean createsTopics;

  MetadataGuards(ClusterView cluster, boolean createsTopics) {
    this.cluster = cluster;
    this.createsTopics = createsTopics;
  }

  void addTo(GuardBook book) {
    Guard<MetadataRequest, MetadataResponse> metadata = this::admit;
    book.put(ApiKey.METADATA, metadata);
  }

  private Admission<MetadataRequest, MetadataResponse> admit(
      Access access, MetadataRequest request) {
    List<MetadataRequest.MetadataRequestTopic> asked = request.topics();
    if (asked == null || (access.version() == 0 && asked.isEmpty())) {
      return Admission.part(request, response -> visible(access, response));
    }
    if (access.version() < TOPIC_IDS_SINCE_VERSION
        && asked.stream().anyMatch(MetadataGuards::odd)) {
      return Admission.whole(request);
    }
    List<MetadataRequest.MetadataRequestTopic> admitted = new ArrayList<>();
    Set<MetadataResponse.MetadataResponseTopic> refused = new LinkedHashSet<>();
    TopicsImage topics = cluster.image().topics();
    for (MetadataRequest.MetadataRequestTopic topic : asked) {
      MetadataResponse.MetadataResponseTopic refusal = refusal(access, request, topic, topics);
      if (refusal == null) {
        admitted.add(topic);
      } else {
        refused.add(refusal);
      }
    }
    // No topics at all are all of them in the first version.
    boolean nothing = admitted.isEmpty() && !asked.isEmpty();
    return Admission.part(
        request.toBuilder().topics(admitted).build(),
        response -> {
          MetadataResponse told = told(access, response);
          return told.toBuilder()
              .topics(Split.joined(nothing ? List.of() : told.topics(), List.copyOf(refused)))
              .build();
        });
  }

  private static boolean odd(MetadataRequest.MetadataRequestTopic topic) {
    return topic.name() == null || !topic.topicId().equals(Uuid.ZERO);
  }

  private MetadataResponse.@Nullable MetadataResponseTopic refusal(
      Access access,
      MetadataRequest request,
      MetadataRequest.MetadataRequestTopic topic,
      TopicsImage topics) {
    Uuid id = topic.topicId();
    TopicImage byId = id.equals(Uuid.ZERO) ? null : topics.topic(id);
    String name = id.equals(Uuid.ZERO) ? topic.name() : byId == null ? null : byId.name();
    if (name == null) {
      return null;
    }
    if (!access.may(AclOperation.DESCRIBE, ResourceType.TOPIC, name)) {
      return id.equals(Uuid.ZERO) ? refused(name, Uuid.ZERO, false) : refused(null, id, false);
    }
    boolean creates =
        createsTopics
            && byId == null
            && topics.topic(name) == null
            && (access.version() < 4 || request.allowAutoTopicCreation());
    return creates && !mayCreate(access, name)
        ? refused(name, Uuid.ZERO, TopicNames.isInternal(name))
        : null;
  }

  private static boolean mayCreate(Access access, String name) {
    return access.mayOrElse(AclOperation.CREATE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)
        || access.may(AclOperation.CREATE, ResourceType.TOPIC, name);
  }

  private static MetadataResponse.MetadataResponseTopic refused(
      @Nullable String name, Uuid id, boolean internal) {
    return MetadataResponse.MetadataResponseTopic.builder()
        .errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code())
        .name(name)
        .topicId(id)
        .isInternal(internal)
        .build();
  }

  private static MetadataResponse visible(Access access, MetadataResponse response) {
    MetadataResponse visible =
        response.toBuilder()
            .topics(
                response.topics().stream()
                    .filter(topic -> seesTopic(access, topic.name()))
                    .toList())
            .build();
    return told(access, visible);
  }

  private static boolean seesTopic(Access access, @Nullable String name) {
    return name != null && access.sees(AclOperation.DESCRIBE, ResourceType.TOPIC, name);
  }

  /** The answer with what the client may do in place of what there is to do. */
  private static MetadataResponse told(Access access, MetadataResponse response) {
    return response.toBuilder()
        .topics(response.topics().stream().map(topic -> told(access, topic)).toList())
        .clusterAuthorizedOperations(cluster(access, response.clusterAuthorizedOperations()))
        .build();
  }

  private static MetadataResponse.MetadataResponseTopic told(
      Access access, MetadataResponse.MetadataResponseTopic topic) {
    String name = topic.name();
    return name == null || topic.topicAuthorizedOperations() == AuthorizedOperations.OMITTED
        ? topic
        : topic.toBuilder()
            .topicAuthorizedOperations(access.operations(ResourceType.TOPIC, name))
            .build();
  }

  /** Who may not describe the cluster learns of nothing they may do with it. */
  static int cluster(Access access, int asked) {
    if (asked == AuthorizedOperations.OMITTED) {
      return asked;
    }
    return access.mayOnCluster(AclOperation.DESCRIBE)
        ? access.operations(ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)
        : 0;
  }
}
