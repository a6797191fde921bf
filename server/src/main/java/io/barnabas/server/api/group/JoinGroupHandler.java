package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.JoinGroupRequest;
import io.barnabas.codec.message.JoinGroupResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.JoinGroup;
import io.barnabas.group.message.JoinReply;
import io.barnabas.group.message.MemberProtocol;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * JoinGroup (key 11), versions 0-9: a member of a classic group asks into the next generation.
 *
 * <ul>
 *   <li>v1: rebalance timeout; v4: members come back with their id (KIP-394)
 *   <li>v5: static members (KIP-345); v6: flexible; v7: protocol type in the answer (KIP-559)
 *   <li>v8: reasons (KIP-800); v9: leaders that need not assign (KIP-814)
 * </ul>
 */
public final class JoinGroupHandler implements ApiHandler<JoinGroupRequest, JoinGroupResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.JOIN_GROUP);
  private static final int REBALANCE_TIMEOUT_SINCE_VERSION = 1;
  private static final int MEMBER_ID_REQUIRED_SINCE_VERSION = 4;
  private static final int PROTOCOL_NULLABLE_SINCE_VERSION = 7;
  private static final int SKIP_ASSIGNMENT_SINCE_VERSION = 9;

  private final GroupCoordinator groups;

  public JoinGroupHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable JoinGroupResponse> handle(
      RequestContext context, JoinGroupRequest request) {
    return groups
        .joinGroup(command(context, request))
        .thenApply(reply -> response(context.version(), reply));
  }

  private static JoinGroup command(RequestContext context, JoinGroupRequest request) {
    List<MemberProtocol> protocols =
        request.protocols().stream()
            .map(protocol -> new MemberProtocol(protocol.name(), protocol.metadata()))
            .toList();
    return new JoinGroup(
        request.groupId(),
        request.memberId(),
        request.groupInstanceId(),
        context.clientIdOrEmpty(),
        context.connection().clientHost(),
        request.sessionTimeoutMs(),
        context.version() >= REBALANCE_TIMEOUT_SINCE_VERSION
            ? request.rebalanceTimeoutMs()
            : request.sessionTimeoutMs(),
        request.protocolType(),
        protocols,
        context.version() >= MEMBER_ID_REQUIRED_SINCE_VERSION,
        context.version() >= SKIP_ASSIGNMENT_SINCE_VERSION,
        request.reason());
  }

  private static JoinGroupResponse response(short version, JoinReply reply) {
    String protocol = reply.protocolName();
    return JoinGroupResponse.builder()
        .errorCode(WireErrors.of(reply.fault()).code())
        .generationId(reply.generationId())
        .protocolType(reply.protocolType())
        .protocolName(protocol == null && version < PROTOCOL_NULLABLE_SINCE_VERSION ? "" : protocol)
        .leader(reply.leader())
        .skipAssignment(reply.skipAssignment())
        .memberId(reply.memberId())
        .members(reply.members().stream().map(JoinGroupHandler::member).toList())
        .build();
  }

  private static JoinGroupResponse.JoinGroupResponseMember member(JoinReply.Member member) {
    return JoinGroupResponse.JoinGroupResponseMember.builder()
        .memberId(member.memberId())
        .groupInstanceId(member.groupInstanceId())
        .metadata(member.metadata())
        .build();
  }
}
