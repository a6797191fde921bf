package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.DeleteGroupsRequest;
import io.barnabas.codec.message.DeleteGroupsResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.DeletedGroup;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DeleteGroups (key 42), versions 0-3; flexible from v2, with messages from v3. */
public final class DeleteGroupsHandler
    implements ApiHandler<DeleteGroupsRequest, DeleteGroupsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DELETE_GROUPS);
  private static final int MESSAGE_SINCE_VERSION = 3;

  private final GroupCoordinator groups;

  public DeleteGroupsHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DeleteGroupsResponse> handle(
      RequestContext context, DeleteGroupsRequest request) {
    return groups
        .deleteGroups(request.groupsNames().stream().distinct().toList())
        .thenApply(
            deleted ->
                DeleteGroupsResponse.builder()
                    .results(deleted.stream().map(each -> result(context.version(), each)).toList())
                    .build());
  }

  private static DeleteGroupsResponse.DeletableGroupResult result(
      short version, DeletedGroup deleted) {
    return DeleteGroupsResponse.DeletableGroupResult.builder()
        .groupId(deleted.groupId())
        .errorCode(WireErrors.of(deleted.fault()).code())
        .errorMessage(version < MESSAGE_SINCE_VERSION ? null : deleted.message())
        .build();
  }
}
