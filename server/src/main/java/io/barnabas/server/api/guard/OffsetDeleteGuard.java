package io.barnabas.server.api.guard;

import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.OffsetDeleteRequest;
import io.barnabas.codec.message.OffsetDeleteResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.access.Access;
import java.util.List;

/** The guard of OffsetDelete: of the group, then of each topic. */
final class OffsetDeleteGuard implements Guard<OffsetDeleteRequest, OffsetDeleteResponse> {

  @Override
  public Admission<OffsetDeleteRequest, OffsetDeleteResponse> admit(
      Access access, OffsetDeleteRequest request) {
    if (!access.may(AclOperation.DELETE, ResourceType.GROUP, request.groupId())) {
      return Admission.refused(
          OffsetDeleteResponse.builder()
              .errorCode(ErrorCode.GROUP_AUTHORIZATION_FAILED.code())
              .build());
    }
    var split =
        Split.of(
            request.topics(),
            OffsetDeleteRequest.OffsetDeleteRequestTopic::name,
            name -> access.may(AclOperation.READ, ResourceType.TOPIC, name));
    List<OffsetDeleteResponse.OffsetDeleteResponseTopic> refused =
        split.refused().stream().map(OffsetDeleteGuard::refused).toList();
    return Admission.part(
        request.toBuilder().topics(split.allowed()).build(),
        response ->
            response.errorCode() != ErrorCode.NONE.code()
                ? response
                : response.toBuilder().topics(Split.joined(response.topics(), refused)).build());
  }

  private static OffsetDeleteResponse.OffsetDeleteResponseTopic refused(
      OffsetDeleteRequest.OffsetDeleteRequestTopic topic) {
    return OffsetDeleteResponse.OffsetDeleteResponseTopic.builder()
        .name(topic.name())
        .partitions(
            topic.partitions().stream()
                .map(
                    each ->
                        OffsetDeleteResponse.OffsetDeleteResponsePartition.builder()
                            .partitionIndex(each.partitionIndex())
                            .errorCode(ErrorCode.TOPIC_AUTHORIZATION_FAILED.code())
                            .build())
                .toList())
        .build();
  }
}
