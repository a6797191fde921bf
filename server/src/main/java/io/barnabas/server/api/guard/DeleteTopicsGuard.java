package io.barnabas.server.api.guard;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.DeleteTopicsRequest;
import io.barnabas.codec.message.DeleteTopicsResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.metadata.image.TopicsImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guard of DeleteTopics. Who may describe a topic but not delete it learns its name and that it
 * is there; others learn neither.
 */
final class DeleteTopicsGuard implements Guard<DeleteTopicsRequest, DeleteTopicsResponse> {
  private static final int IDS_SINCE_VERSION = 6;

  private final ClusterView cluster;

  DeleteTopicsGuard(ClusterView cluster) {
    this.cluster = cluster;
  }

  @Override
  public Admission<DeleteTopicsRequest, DeleteTopicsResponse> admit(
      Access access, DeleteTopicsRequest request) {
    if (access.mayOrElse(AclOperation.DELETE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)) {
      return Admission.whole(request);
    }
    List<DeleteTopicsResponse.DeletableTopicResult> refused = new ArrayList<>();
    TopicsImage topics = cluster.image().topics();
    DeleteTopicsRequest.Builder admitted = request.toBuilder();
    if (access.version() >= IDS_SINCE_VERSION) {
      admitted.topics(
          request.topics().stream()
              .filter(new Rest(access, request, topics, refused)::has)
              .toList());
    } else {
      Set<String> repeated = TopicGuards.repeated(request.topicNames());
      admitted.topicNames(
          request.topicNames().stream()
              .filter(name -> repeated.contains(name) || may(access, topics, name, refused))
              .toList());
    }
    return Admission.part(
        admitted.build(),
        response ->
            response.toBuilder().responses(Split.joined(response.responses(), refused)).build());
  }

  private static boolean may(
      Access access,
      TopicsImage topics,
      String name,
      List<DeleteTopicsResponse.DeletableTopicResult> refused) {
    boolean passes =
        mayDescribe(access, name) && (topics.topic(name) == null || mayDelete(access, name));
    if (!passes) {
      refused.add(result(name, Uuid.ZERO));
    }
    return passes;
  }

  private static boolean mayDescribe(Access access, String name) {
    return access.may(AclOperation.DESCRIBE, ResourceType.TOPIC, name);
  }

  private static boolean mayDelete(Access access, String name) {
    return access.may(AclOperation.DELETE, ResourceType.TOPIC, name);
  }

  /** What of a request is left. What is wrong in itself is left to the handler, which says so. */
  private static final class Rest {
    private final Access access;
    private final TopicsImage topics;
    private final List<DeleteTopicsResponse.DeletableTopicResult> refused;
    private final Set<String> repeatedNames;

    Rest(
        Access access,
        DeleteTopicsRequest request,
        TopicsImage topics,
        List<DeleteTopicsResponse.DeletableTopicResult> refused) {
      this.access = access;
      this.topics = topics;
      this.refused = refused;
      this.repeatedNames =
          TopicGuards.repeated(
              request.topics().stream()
                  .map(DeleteTopicsRequest.DeleteTopicState::name)
                  .filter(Objects::nonNull)
                  .toList());
    }

    boolean has(DeleteTopicsRequest.DeleteTopicState topic) {
      String name = topic.name();
      boolean byId = !topic.topicId().equals(Uuid.ZERO);
      if (name != null) {
        return byId || repeatedNames.contains(name) || may(access, topics, name, refused);
      }
      TopicImage known = byId ? topics.topic(topic.topicId()) : null;
      if (known == null || mayDelete(access, known.name())) {
        return true;
      }
      boolean told = access.sees(AclOperation.DESCRIBE, ResourceType.TOPIC, known.name());
      refused.add(result(told ? known.name() : null, topic.topicId()));
      return false;
    }
  }

  private static DeleteTopicsResponse.DeletableTopicResult result(@Nullable String name, Uuid id) {
    return DeleteTopicsResponse.DeletableTopicResult.builder()
        .name(name)
        .topicId(id)
        .errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code())
        .errorMessage(ErrorCode.TOPIC_AUTHORIZATION_FAILED.message())
        .build();
  }
}
