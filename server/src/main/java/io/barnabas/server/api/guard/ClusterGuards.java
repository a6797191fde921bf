package io.barnabas.server.api.guard;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.AddRaftVoterResponse;
import io.barnabas.codec.message.DescribeClusterRequest;
import io.barnabas.codec.message.DescribeClusterResponse;
import io.barnabas.codec.message.DescribeLogDirsResponse;
import io.barnabas.codec.message.DescribeQuorumResponse;
import io.barnabas.codec.message.FindCoordinatorRequest;
import io.barnabas.codec.message.FindCoordinatorResponse;
import io.barnabas.codec.message.RemoveRaftVoterResponse;
import io.barnabas.codec.message.UnregisterBrokerResponse;
import io.barnabas.codec.message.UnregisterControllerResponse;
import io.barnabas.codec.message.UpdateFeaturesResponse;
import io.barnabas.metadata.acl.AclOperation;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.server.api.access.Access;
import java.util.List;

/** Guards of what is asked about the cluster and its nodes. */
final class ClusterGuards {
  private static final ErrorCode REFUSED = ErrorCode.CLUSTER_AUTHORIZATION_FAILED;
  private static final int MANY_KEYS_SINCE_VERSION = 4;
  private static final int LOG_DIRS_ERROR_SINCE_VERSION = 3;
  private static final byte GROUP = 0;
  private static final byte TRANSACTION = 1;

  private ClusterGuards() {}

  static void addTo(GuardBook book) {
    Guard<DescribeClusterRequest, DescribeClusterResponse> describe =
        (access, request) -> Admission.part(request, response -> told(access, response));
    book.put(ApiKey.DESCRIBE_CLUSTER, describe);
    Guard<FindCoordinatorRequest, FindCoordinatorResponse> find = ClusterGuards::find;
    book.put(ApiKey.FIND_COORDINATOR, find);
    book.onCluster(
        ApiKey.DESCRIBE_QUORUM,
        AclOperation.DESCRIBE,
        (access, request) ->
            DescribeQuorumResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .build());
    book.onCluster(
        ApiKey.DESCRIBE_LOG_DIRS,
        AclOperation.DESCRIBE,
        (access, request) ->
            DescribeLogDirsResponse.builder()
                .errorCode(
                    access.version() < LOG_DIRS_ERROR_SINCE_VERSION
                        ? ErrorCode.NONE.code()
                        : REFUSED.code())
                .build());
    book.onCluster(
        ApiKey.UNREGISTER_BROKER,
        AclOperation.ALTER,
        (access, request) ->
            UnregisterBrokerResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .build());
    book.onCluster(
        ApiKey.UNREGISTER_CONTROLLER,
        AclOperation.ALTER,
        (access, request) ->
            UnregisterControllerResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .build());
    book.onCluster(
        ApiKey.ADD_RAFT_VOTER,
        AclOperation.ALTER,
        (access, request) ->
            AddRaftVoterResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .build());
    book.onCluster(
        ApiKey.REMOVE_RAFT_VOTER,
        AclOperation.ALTER,
        (access, request) ->
            RemoveRaftVoterResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .build());
    book.onCluster(
        ApiKey.UPDATE_FEATURES,
        AclOperation.ALTER,
        (access, request) ->
            UpdateFeaturesResponse.builder()
                .errorCode(REFUSED.code())
                .errorMessage(REFUSED.message())
                .build());
  }

  private static DescribeClusterResponse told(Access access, DescribeClusterResponse response) {
    return response.toBuilder()
        .clusterAuthorizedOperations(
            MetadataGuards.cluster(access, response.clusterAuthorizedOperations()))
        .build();
  }

  private static Admission<FindCoordinatorRequest, FindCoordinatorResponse> find(
      Access access, FindCoordinatorRequest request) {
    ErrorCode error =
        switch (request.keyType()) {
          case GROUP -> ErrorCode.GROUP_AUTHORIZATION_FAILED;
          case TRANSACTION -> ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
          default -> null;
        };
    if (error == null) {
      return Admission.whole(request);
    }
    if (access.version() < MANY_KEYS_SINCE_VERSION) {
      return may(access, request, request.key())
          ? Admission.whole(request)
          : Admission.refused(
              FindCoordinatorResponse.builder()
                  .errorCode(error.code())
                  .errorMessage(error.message())
                  .nodeId(-1)
                  .host("")
                  .port(-1)
                  .build());
    }
    var split = Split.of(request.coordinatorKeys(), key -> may(access, request, key));
    List<FindCoordinatorResponse.Coordinator> refused =
        split.refused().stream().map(key -> refused(key, error)).toList();
    // Nobody's coordinator is looked for, and so no topic for coordinators is made.
    return split.isNothing()
        ? Admission.refused(FindCoordinatorResponse.builder().coordinators(refused).build())
        : Admission.part(
            request.toBuilder().coordinatorKeys(split.allowed()).build(),
            response ->
                response.toBuilder()
                    .coordinators(Split.joined(response.coordinators(), refused))
                    .build());
  }

  private static boolean may(Access access, FindCoordinatorRequest request, String key) {
    return access.may(
        AclOperation.DESCRIBE,
        request.keyType() == GROUP ? ResourceType.GROUP : ResourceType.TRANSACTIONAL_ID,
        key);
  }

  private static FindCoordinatorResponse.Coordinator refused(String key, ErrorCode error) {
    return FindCoordinatorResponse.Coordinator.builder()
        .key(key)
        .errorCode(error.code())
        .errorMessage(error.message())
        .nodeId(-1)
        .host("")
        .port(-1)
        .build();
  }
}
