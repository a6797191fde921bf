package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.DescribeGroupsRequest;
import io.barnabas.codec.message.DescribeGroupsResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.GroupDescription;
import io.barnabas.group.message.GroupFault;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.AuthorizedOperations;
import io.barnabas.server.api.Repeats;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * DescribeGroups (key 15), versions 0-6: classic groups.
 *
 * <ul>
 *   <li>v3: authorised operations (KIP-430); v4: static members; v5: flexible
 *   <li>v6: a group that is not there is told as an error instead of as dead (KIP-1043)
 * </ul>
 */
public final class DescribeGroupsHandler
    implements ApiHandler<DescribeGroupsRequest, DescribeGroupsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DESCRIBE_GROUPS);
  private static final int NOT_FOUND_SINCE_VERSION = 6;

  private final GroupCoordinator groups;

  public DescribeGroupsHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DescribeGroupsResponse> handle(
      RequestContext context, DescribeGroupsRequest request) {
    return groups
        .describeGroups(Repeats.bounded(request.groups()))
        .thenApply(
            descriptions ->
                DescribeGroupsResponse.builder()
                    .groups(
                        descriptions.stream()
                            .map(each -> group(context.version(), request, each))
                            .toList())
                    .build());
  }

  private static DescribeGroupsResponse.DescribedGroup group(
      short version, DescribeGroupsRequest request, GroupDescription group) {
    boolean silent =
        group.fault() == GroupFault.GROUP_ID_NOT_FOUND && version < NOT_FOUND_SINCE_VERSION;
    return DescribeGroupsResponse.DescribedGroup.builder()
        .errorCode(WireErrors.of(silent ? GroupFault.NONE : group.fault()).code())
        .errorMessage(version < NOT_FOUND_SINCE_VERSION ? null : group.message())
        .groupId(group.groupId())
        .groupState(group.state())
        .protocolType(group.protocolType())
        .protocolData(group.protocolName())
        .members(group.members().stream().map(DescribeGroupsHandler::member).toList())
        .authorizedOperations(
            AuthorizedOperations.onGroup(
                request.includeAuthorizedOperations()
                    && (silent || group.fault() == GroupFault.NONE)))
        .build();
  }

  private static DescribeGroupsResponse.DescribedGroupMember member(
      GroupDescription.Member member) {
    return DescribeGroupsResponse.DescribedGroupMember.builder()
        .memberId(member.memberId())
        .groupInstanceId(member.groupInstanceId())
        .clientId(member.clientId())
        .clientHost(member.clientHost())
        .memberMetadata(member.metadata())
        .memberAssignment(member.assignment())
        .build();
  }
}
