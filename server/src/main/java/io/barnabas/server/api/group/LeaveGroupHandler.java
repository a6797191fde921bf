package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.LeaveGroupRequest;
import io.barnabas.codec.message.LeaveGroupResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.LeaveGroup;
import io.barnabas.group.message.LeaveReply;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * LeaveGroup (key 13), versions 0-5.
 *
 * <ul>
 *   <li>v3: several members at once, named by member or instance id (KIP-345)
 *   <li>v4: flexible; v5: reasons (KIP-800)
 * </ul>
 */
public final class LeaveGroupHandler implements ApiHandler<LeaveGroupRequest, LeaveGroupResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.LEAVE_GROUP);
  private static final int MANY_MEMBERS_SINCE_VERSION = 3;

  private final GroupCoordinator groups;

  public LeaveGroupHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable LeaveGroupResponse> handle(
      RequestContext context, LeaveGroupRequest request) {
    return groups
        .leaveGroup(command(context.version(), request))
        .thenApply(reply -> response(context.version(), reply));
  }

  private static LeaveGroup command(short version, LeaveGroupRequest request) {
    List<LeaveGroup.Member> members =
        version < MANY_MEMBERS_SINCE_VERSION
            ? List.of(new LeaveGroup.Member(request.memberId(), null, null))
            : request.members().stream()
                .map(
                    each ->
                        new LeaveGroup.Member(
                            each.memberId(), each.groupInstanceId(), each.reason()))
                .toList();
    return new LeaveGroup(request.groupId(), members);
  }

  private static LeaveGroupResponse response(short version, LeaveReply reply) {
    if (version < MANY_MEMBERS_SINCE_VERSION) {
      GroupFault fault =
          reply.fault() != GroupFault.NONE || reply.members().isEmpty()
              ? reply.fault()
              : reply.members().get(0).fault();
      return LeaveGroupResponse.builder().errorCode(WireErrors.of(fault).code()).build();
    }
    return LeaveGroupResponse.builder()
        .errorCode(WireErrors.of(reply.fault()).code())
        .members(reply.members().stream().map(LeaveGroupHandler::member).toList())
        .build();
  }

  private static LeaveGroupResponse.MemberResponse member(LeaveReply.Member member) {
    return LeaveGroupResponse.MemberResponse.builder()
        .memberId(member.memberId())
        .groupInstanceId(member.groupInstanceId())
        .errorCode(WireErrors.of(member.fault()).code())
        .build();
  }
}
