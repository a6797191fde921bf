package io.barnabas.server.api.acl;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.DeleteAclsRequest;
import io.barnabas.codec.message.DeleteAclsResponse;
import io.barnabas.metadata.acl.AclFilter;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.DeleteAcls;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.api.access.Authorization;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** DeleteAcls (key 31), versions 1-3; v1: kinds of patterns (KIP-290), v2: flexible, v3: users. */
public final class DeleteAclsHandler implements ApiHandler<DeleteAclsRequest, DeleteAclsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.DELETE_ACLS);

  private final Controller controller;
  private final Authorization authorization;

  public DeleteAclsHandler(Controller controller, Authorization authorization) {
    this.controller = controller;
    this.authorization = authorization;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable DeleteAclsResponse> handle(
      RequestContext context, DeleteAclsRequest request) {
    UnknownElements.refuse(request);
    if (!authorization.isActive()) {
      return CompletableFuture.completedFuture(
          all(request, ErrorCode.SECURITY_DISABLED, "No Authorizer is configured."));
    }
    return controller
        .submit(new DeleteAcls(request.filters().stream().map(DeleteAclsHandler::filter).toList()))
        .thenApply(
            answer -> {
              tell(context, answer);
              return response(request, answer);
            });
  }

  private void tell(RequestContext context, Answer<DeleteAcls.Reply> answer) {
    if (answer instanceof Answer.Decided<DeleteAcls.Reply> decided) {
      decided.reply().results().stream()
          .flatMap(result -> result.deleted().stream())
          .distinct()
          .forEach(entry -> authorization.tell(context, AclText.of(entry)));
    }
  }

  private static AclFilter filter(DeleteAclsRequest.DeleteAclsFilter filter) {
    return AclFilters.of(
        filter.resourceTypeFilter(),
        filter.resourceNameFilter(),
        filter.patternTypeFilter(),
        filter.principalFilter(),
        filter.hostFilter(),
        filter.operation(),
        filter.permissionType());
  }

  private static DeleteAclsResponse response(
      DeleteAclsRequest request, Answer<DeleteAcls.Reply> answer) {
    if (answer instanceof Answer.Rejected<DeleteAcls.Reply> rejected) {
      Refusal refusal = rejected.refusal();
      return all(request, WireErrors.of(refusal.fault()), refusal.message());
    }
    DeleteAcls.Reply reply = ((Answer.Decided<DeleteAcls.Reply>) answer).reply();
    return DeleteAclsResponse.builder()
        .filterResults(reply.results().stream().map(DeleteAclsHandler::result).toList())
        .build();
  }

  private static DeleteAclsResponse all(
      DeleteAclsRequest request, ErrorCode error, String message) {
    return DeleteAclsResponse.builder()
        .filterResults(
            request.filters().stream().map(each -> result(error, message, List.of())).toList())
        .build();
  }

  private static DeleteAclsResponse.DeleteAclsFilterResult result(DeleteAcls.Result result) {
    Refusal refusal = result.refusal();
    return refusal == null
        ? result(ErrorCode.NONE, null, result.deleted())
        : result(WireErrors.of(refusal.fault()), refusal.message(), List.of());
  }

  private static DeleteAclsResponse.DeleteAclsFilterResult result(
      ErrorCode error, @Nullable String message, List<AccessControlEntry> deleted) {
    return DeleteAclsResponse.DeleteAclsFilterResult.builder()
        .errorCode(error.code())
        .errorMessage(message)
        .matchingAcls(deleted.stream().map(DeleteAclsHandler::matching).toList())
        .build();
  }

  private static DeleteAclsResponse.DeleteAclsMatchingAcl matching(AccessControlEntry entry) {
    return DeleteAclsResponse.DeleteAclsMatchingAcl.builder()
        .errorMessage(null)
        .resourceType(entry.resourceType())
        .resourceName(entry.resourceName())
        .patternType(entry.patternType())
        .principal(entry.principal())
        .host(entry.host())
        .operation(entry.operation())
        .permissionType(entry.permissionType())
        .build();
  }
}
