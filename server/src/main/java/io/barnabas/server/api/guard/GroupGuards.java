package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DeleteGroupsRequest;
import io.barnabas.codec.message.DeleteGroupsResponse;
import io.barnabas.codec.message.DescribeGroupsRequest;
import io.barnabas.codec.message.DescribeGroupsResponse;
import io.barnabas.codec.message.HeartbeatRequest;
import io.barnabas.codec.message.HeartbeatResponse;
import io.barnabas.codec.message.JoinGroupRequest;
import io.barnabas.codec.message.JoinGroupResponse;
import io.barnabas.codec.message.LeaveGroupRequest;
import io.barnabas.codec.message.LeaveGroupResponse;
import io.barnabas.codec.message.ListGroupsRequest;
import io.barnabas.codec.message.ListGroupsResponse;
import io.barnabas.codec.message.OffsetCommitRequest;
import io.barnabas.codec.message.OffsetCommitResponse;
import io.barnabas.codec.message.OffsetDeleteRequest;
import io.barnabas.codec.message.OffsetDeleteResponse;
import io.barnabas.codec.message.SyncGroupRequest;
import io.barnabas.codec.message.SyncGroupResponse;
import io.barnabas.codec.message.TxnOffsetCommitRequest;
import io.barnabas.codec.message.TxnOffsetCommitResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.ClusterView;
import io.barnabas.server.api.access.Access;
import java.util.List;

/** Guards of groups: their members, and those who look at them. */
final class GroupGuards {
  private static final ErrorCode REFUSED = ErrorCode.GROUP_AUTHORIZATION_FAILED;
  private static final int PROTOCOL_NULLABLE_SINCE_VERSION = 7;
  private static final int MESSAGE_SINCE_VERSION = 3;

  private final ClusterView cluster;

  GroupGuards(ClusterView cluster) {
    this.cluster = cluster;
  }

  void addTo(GuardBook book) {
    addMembership(book);
    Guard<OffsetCommitRequest, OffsetCommitResponse> commit = new OffsetCommitGuard(cluster);
    book.put(ApiKey.OFFSET_COMMIT, commit);
    Guard<TxnOffsetCommitRequest, TxnOffsetCommitResponse> pending =
        new TxnOffsetCommitGuard(cluster);
    book.put(ApiKey.TXN_OFFSET_COMMIT, pending);
    Guard<OffsetDeleteRequest, OffsetDeleteResponse> forget = new OffsetDeleteGuard();
    book.put(ApiKey.OFFSET_DELETE, forget);
    Guard<DescribeGroupsRequest, DescribeGroupsResponse> describe = GroupGuards::describe;
    book.put(ApiKey.DESCRIBE_GROUPS, describe);
    Guard<ListGroupsRequest, ListGroupsResponse> list = GroupGuards::list;
    book.put(ApiKey.LIST_GROUPS, list);
    Guard<DeleteGroupsRequest, DeleteGroupsResponse> delete = GroupGuards::delete;
    book.put(ApiKey.DELETE_GROUPS, delete);
  }

  /** Whether the client may be a member of the group. */
  static boolean mayRead(Access access, String groupId) {
    return access.may(AclOperation.READ, ResourceType.GROUP, groupId);
  }

  private static void addMembership(GuardBook book) {
    Guard<JoinGroupRequest, JoinGroupResponse> join =
        (access, request) ->
            mayRead(access, request.groupId())
                ? Admission.whole(request)
                : Admission.refused(
                    JoinGroupResponse.builder()
                        .errorCode(REFUSED.code())
                        .generationId(-1)
                        .protocolName(
                            access.version() < PROTOCOL_NULLABLE_SINCE_VERSION ? "" : null)
                        .build());
    book.put(ApiKey.JOIN_GROUP, join);
    Guard<SyncGroupRequest, SyncGroupResponse> sync =
        (access, request) ->
            mayRead(access, request.groupId())
                ? Admission.whole(request)
                : Admission.refused(SyncGroupResponse.builder().errorCode(REFUSED.code()).build());
    book.put(ApiKey.SYNC_GROUP, sync);
    Guard<HeartbeatRequest, HeartbeatResponse> heartbeat =
        (access, request) ->
            mayRead(access, request.groupId())
                ? Admission.whole(request)
                : Admission.refused(HeartbeatResponse.builder().errorCode(REFUSED.code()).build());
    book.put(ApiKey.HEARTBEAT, heartbeat);
    Guard<LeaveGroupRequest, LeaveGroupResponse> leave =
        (access, request) ->
            mayRead(access, request.groupId())
                ? Admission.whole(request)
                : Admission.refused(LeaveGroupResponse.builder().errorCode(REFUSED.code()).build());
    book.put(ApiKey.LEAVE_GROUP, leave);
  }

  private static Admission<DescribeGroupsRequest, DescribeGroupsResponse> describe(
      Access access, DescribeGroupsRequest request) {
    var split =
        Split.of(request.groups(), id -> access.may(AclOperation.DESCRIBE, ResourceType.GROUP, id));
    List<DescribeGroupsResponse.DescribedGroup> refused =
        split.refused().stream()
            .map(
                id ->
                    DescribeGroupsResponse.DescribedGroup.builder()
                        .groupId(id)
                        .errorCode(REFUSED.code())
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().groups(split.allowed()).build(),
        response ->
            response.toBuilder()
                .groups(
                    Split.joined(
                        refused,
                        response.groups().stream().map(group -> told(access, group)).toList()))
                .build());
  }

  private static DescribeGroupsResponse.DescribedGroup told(
      Access access, DescribeGroupsResponse.DescribedGroup group) {
    return group.authorizedOperations() == AuthorizedOperations.OMITTED
        ? group
        : group.toBuilder()
            .authorizedOperations(access.operations(ResourceType.GROUP, group.groupId()))
            .build();
  }

  /** Who may describe the cluster sees all groups. */
  private static Admission<ListGroupsRequest, ListGroupsResponse> list(
      Access access, ListGroupsRequest request) {
    if (access.mayOrElse(AclOperation.DESCRIBE, ResourceType.CLUSTER, ResourceType.CLUSTER_NAME)) {
      return Admission.whole(request);
    }
    return Admission.part(
        request,
        response ->
            response.toBuilder()
                .groups(
                    response.groups().stream()
                        .filter(
                            group ->
                                access.sees(
                                    AclOperation.DESCRIBE, ResourceType.GROUP, group.groupId()))
                        .toList())
                .build());
  }

  private static Admission<DeleteGroupsRequest, DeleteGroupsResponse> delete(
      Access access, DeleteGroupsRequest request) {
    var split =
        Split.of(
            request.groupsNames().stream().distinct().toList(),
            id -> access.may(AclOperation.DELETE, ResourceType.GROUP, id));
    List<DeleteGroupsResponse.DeletableGroupResult> refused =
        split.refused().stream()
            .map(
                id ->
                    DeleteGroupsResponse.DeletableGroupResult.builder()
                        .groupId(id)
                        .errorCode(REFUSED.code())
                        .errorMessage(
                            access.version() < MESSAGE_SINCE_VERSION ? null : REFUSED.message())
                        .build())
            .toList();
    return Admission.part(
        request.toBuilder().groupsNames(split.allowed()).build(),
        response ->
            response.toBuilder().results(Split.joined(response.results(), refused)).build());
  }
}
