package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.Uuid;
import io.barnabas.codec.message.OffsetFetchRequest;
import io.barnabas.codec.message.OffsetFetchRequest.OffsetFetchRequestGroup;
import io.barnabas.codec.message.OffsetFetchRequest.OffsetFetchRequestTopic;
import io.barnabas.codec.message.OffsetFetchRequest.OffsetFetchRequestTopics;
import io.barnabas.codec.message.OffsetFetchResponse;
import io.barnabas.codec.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.barnabas.codec.message.OffsetFetchResponse.OffsetFetchResponseTopic;
import io.barnabas.codec.message.OffsetFetchResponse.OffsetFetchResponseTopics;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.image.TopicImage;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The guard of OffsetFetch: of each group, then of each topic. Where all topics are asked for,
 * those that may not be described are left out.
 */
final class OffsetFetchGuard implements Guard<OffsetFetchRequest, OffsetFetchResponse> {
  private static final int GROUP_ERROR_SINCE_VERSION = 2;
  private static final int MANY_GROUPS_SINCE_VERSION = 8;

  private final ClusterView cluster;

  OffsetFetchGuard(ClusterView cluster) {
    this.cluster = cluster;
  }

  void addTo(GuardBook book) {
    book.put(ApiKey.OFFSET_FETCH, this);
  }

  @Override
  public Admission<OffsetFetchRequest, OffsetFetchResponse> admit(
      Access access, OffsetFetchRequest request) {
    return access.version() < MANY_GROUPS_SINCE_VERSION
        ? single(access, request)
        : many(access, request);
  }

  private static boolean mayDescribe(Access access, String topic) {
    return access.may(AclOperation.DESCRIBE, ResourceType.TOPIC, topic);
  }

  private static boolean mayDescribeGroup(Access access, String groupId) {
    return access.may(AclOperation.DESCRIBE, ResourceType.GROUP, groupId);
  }

  private static Admission<OffsetFetchRequest, OffsetFetchResponse> single(
      Access access, OffsetFetchRequest request) {
    List<OffsetFetchRequestTopic> topics = request.topics();
    if (!mayDescribeGroup(access, request.groupId())) {
      return Admission.refused(refusedGroup(access.version(), topics));
    }
    if (topics == null) {
      return Admission.part(
          request,
          response ->
              response.toBuilder()
                  .topics(
                      response.topics().stream()
                          .filter(
                              topic ->
                                  access.sees(
                                      AclOperation.DESCRIBE, ResourceType.TOPIC, topic.name()))
                          .toList())
                  .build());
    }
    var split = Split.of(topics, OffsetFetchRequestTopic::name, name -> mayDescribe(access, name));
    List<OffsetFetchResponseTopic> refused =
        split.refused().stream()
            .map(topic -> refused(topic, ErrorCode.TOPIC_AUTHORIZATION_FAILED))
            .toList();
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response ->
            response.errorCode() != ErrorCode.NONE.code()
                ? response
                : response.toBuilder().topics(Split.joined(response.topics(), refused)).build());
  }

  private static OffsetFetchResponse refusedGroup(
      short version, @Nullable List<OffsetFetchRequestTopic> topics) {
    ErrorCode error = ErrorCode.GROUP_AUTHORIZATION_FAILED;
    return version >= GROUP_ERROR_SINCE_VERSION || topics == null
        ? OffsetFetchResponse.builder().errorCode(error.code()).build()
        : OffsetFetchResponse.builder()
            .topics(topics.stream().map(topic -> refused(topic, error)).toList())
            .build();
  }

  private static OffsetFetchResponseTopic refused(OffsetFetchRequestTopic topic, ErrorCode error) {
    return OffsetFetchResponseTopic.builder()
        .name(topic.name())
        .partitions(
            topic.partitionIndexes().stream()
                .map(
                    index ->
                        OffsetFetchResponse.OffsetFetchResponsePartition.builder()
                            .partitionIndex(index)
                            .committedOffset(-1)
                            .committedLeaderEpoch(-1)
                            .metadata("")
                            .errorCode(error.code())
                            .build())
                .toList())
        .build();
  }

  private Admission<OffsetFetchRequest, OffsetFetchResponse> many(
      Access access, OffsetFetchRequest request) {
    List<OffsetFetchRequestGroup> admitted = new ArrayList<>();
    List<OffsetFetchResponseGroup> refused = new ArrayList<>();
    Map<String, List<OffsetFetchResponseTopics>> missing = new HashMap<>();
    // A group may be named twice: once with topics, and once for all there are.
    Set<String> whole = new HashSet<>();
    for (OffsetFetchRequestGroup group : request.groups()) {
      if (mayDescribeGroup(access, group.groupId())) {
        if (group.topics() == null) {
          whole.add(group.groupId());
        }
        admitted.add(admitted(access, group, missing));
      } else {
        refused.add(
            OffsetFetchResponseGroup.builder()
                .groupId(group.groupId())
                .errorCode(ErrorCode.GROUP_AUTHORIZATION_FAILED.code())
                .build());
      }
    }
    return Admission.part(
        request.toBuilder().groups(admitted).build(),
        response ->
            response.toBuilder()
                .groups(
                    Split.joined(
                        response.groups().stream()
                            .map(
                                group ->
                                    told(
                                        access,
                                        group,
                                        whole.contains(group.groupId()),
                                        missing.getOrDefault(group.groupId(), List.of())))
                            .toList(),
                        refused))
                .build());
  }

  private OffsetFetchRequestGroup admitted(
      Access access,
      OffsetFetchRequestGroup group,
      Map<String, List<OffsetFetchResponseTopics>> missing) {
    List<OffsetFetchRequestTopics> topics = group.topics();
    if (topics == null) {
      return group;
    }
    var split = Split.of(topics, topic -> may(access, topic));
    missing.put(group.groupId(), split.refused().stream().map(OffsetFetchGuard::refused).toList());
    return group.toBuilder().topics(split.allowed()).build();
  }

  /** An id that no topic has is refused as such by the handler. */
  private boolean may(Access access, OffsetFetchRequestTopics topic) {
    if (topic.topicId().equals(Uuid.ZERO)) {
      return mayDescribe(access, topic.name());
    }
    TopicImage known = cluster.image().topics().topic(topic.topicId());
    return known == null || mayDescribe(access, known.name());
  }

  /**
   * A group's answer.
   *
   * @param whole whether all topics may have been asked for: those that may not be described are
   *     left out
   * @param missing what was taken out of the request
   */
  private OffsetFetchResponseGroup told(
      Access access,
      OffsetFetchResponseGroup group,
      boolean whole,
      List<OffsetFetchResponseTopics> missing) {
    if (group.errorCode() != ErrorCode.NONE.code()) {
      return group;
    }
    List<OffsetFetchResponseTopics> topics =
        whole
            ? group.topics().stream().filter(topic -> sees(access, topic)).toList()
            : group.topics();
    return group.toBuilder().topics(Split.joined(topics, missing)).build();
  }

  private boolean sees(Access access, OffsetFetchResponseTopics topic) {
    TopicImage known = cluster.image().topics().topic(topic.topicId());
    String name = known == null ? topic.name() : known.name();
    return access.sees(AclOperation.DESCRIBE, ResourceType.TOPIC, name);
  }

  private static OffsetFetchResponseTopics refused(OffsetFetchRequestTopics topic) {
    return OffsetFetchResponseTopics.builder()
        .name(topic.name())
        .topicId(topic.topicId())
        .partitions(
            topic.partitionIndexes().stream()
                .map(
                    index ->
                        OffsetFetchResponse.OffsetFetchResponsePartitions.builder()
                            .partitionIndex(index)
                            .committedOffset(-1)
                            .committedLeaderEpoch(-1)
                            .metadata("")
                            .errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code())
                            .build())
                .toList())
        .build();
  }
}
