package io.barnabas.server.api.group;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.ListGroupsRequest;
import io.barnabas.codec.message.ListGroupsResponse;
import io.barnabas.group.GroupCoordinator;
import io.barnabas.group.message.ListGroups;
import io.barnabas.group.message.ListReply;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * ListGroups (key 16), versions 0-5: the groups this broker coordinates.
 *
 * <ul>
 *   <li>v3: flexible; v4: filter by state (KIP-518); v5: filter by type (KIP-848)
 * </ul>
 */
public final class ListGroupsHandler implements ApiHandler<ListGroupsRequest, ListGroupsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.LIST_GROUPS);

  private final GroupCoordinator groups;

  public ListGroupsHandler(GroupCoordinator groups) {
    this.groups = groups;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable ListGroupsResponse> handle(
      RequestContext context, ListGroupsRequest request) {
    ListGroups command =
        new ListGroups(Set.copyOf(request.statesFilter()), Set.copyOf(request.typesFilter()));
    return groups.listGroups(command).thenApply(ListGroupsHandler::response);
  }

  private static ListGroupsResponse response(ListReply reply) {
    return ListGroupsResponse.builder()
        .errorCode(WireErrors.of(reply.fault()).code())
        .groups(reply.groups().stream().map(ListGroupsHandler::group).toList())
        .build();
  }

  private static ListGroupsResponse.ListedGroup group(ListReply.Group group) {
    return ListGroupsResponse.ListedGroup.builder()
        .groupId(group.groupId())
        .protocolType(group.protocolType())
        .groupState(group.state())
        .groupType(group.type())
        .build();
  }
}
