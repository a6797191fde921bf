package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.SyncGroupRequest;
import io.barnabas.codec.message.SyncGroupResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.GroupFault;
import io.barnabas.group.message.SyncGroup;
import io.barnabas.group.message.SyncReply;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * SyncGroup (key 14), versions 0-5: a member asks for its assignment, the leader brings all of
 * them.
 *
 * <ul>
 *   <li>v3: static members (KIP-345); v4: flexible; v5: protocol type and name (KIP-559)
 * </ul>
 */
public final class SyncGroupHandler implements ApiHandler<SyncGroupRequest, SyncGroupResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.SYNC_GROUP);
  private static final int PROTOCOL_SINCE_VERSION = 5;

  private final GroupCoordinator groups;

  public SyncGroupHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable SyncGroupResponse> handle(
      RequestContext context, SyncGroupRequest request) {
    if (context.version() >= PROTOCOL_SINCE_VERSION
        && (request.protocolType() == null || request.protocolName() == null)) {
      return CompletableFuture.completedFuture(
          response(SyncReply.refused(GroupFault.INCONSISTENT_GROUP_PROTOCOL)));
    }
    return groups.syncGroup(command(request)).thenApply(SyncGroupHandler::response);
  }

  private static SyncGroup command(SyncGroupRequest request) {
    return new SyncGroup(
        request.groupId(),
        request.generationId(),
        request.memberId(),
        request.groupInstanceId(),
        request.protocolType(),
        request.protocolName(),
        request.assignments().stream()
            .map(each -> new SyncGroup.Assignment(each.memberId(), each.assignment()))
            .toList());
  }

  private static SyncGroupResponse response(SyncReply reply) {
    return SyncGroupResponse.builder()
        .errorCode(WireErrors.of(reply.fault()).code())
        .protocolType(reply.protocolType())
        .protocolName(reply.protocolName())
        .assignment(reply.assignment())
        .build();
  }
}
