package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.HeartbeatRequest;
import io.barnabas.codec.message.HeartbeatResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.Heartbeat;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Heartbeat (key 12), versions 0-4.
 *
 * <ul>
 *   <li>v3: static members (KIP-345); v4: flexible
 * </ul>
 */
public final class HeartbeatHandler implements ApiHandler<HeartbeatRequest, HeartbeatResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.HEARTBEAT);

  private final GroupCoordinator groups;

  public HeartbeatHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable HeartbeatResponse> handle(
      RequestContext context, HeartbeatRequest request) {
    Heartbeat command =
        new Heartbeat(
            request.groupId(),
            request.generationId(),
            request.memberId(),
            request.groupInstanceId());
    return groups
        .heartbeat(command)
        .thenApply(
            fault -> HeartbeatResponse.builder().errorCode(WireErrors.of(fault).code()).build());
  }
}
