package io.barnabas.server.api.acl;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.CreateAclsRequest;
import io.barnabas.codec.message.CreateAclsResponse;
import io.barnabas.metadata.acl.ResourceType;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.CreateAcls;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.AccessControlEntry;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import io.barnabas.server.api.access.Authorization;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** CreateAcls (key 30), versions 1-3; v1: kinds of patterns (KIP-290), v2: flexible, v3: users. */
public final class CreateAclsHandler implements ApiHandler<CreateAclsRequest, CreateAclsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.CREATE_ACLS);

  private final Controller controller;
  private final Authorization authorization;

  public CreateAclsHandler(Controller controller, Authorization authorization) {
    this.controller = controller;
    this.authorization = authorization;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable CreateAclsResponse> handle(
      RequestContext context, CreateAclsRequest request) {
    UnknownElements.refuse(request);
    if (!authorization.isActive()) {
      return CompletableFuture.completedFuture(disabled(request));
    }
    List<@Nullable String> complaints = new ArrayList<>();
    List<AccessControlEntry> entries = new ArrayList<>();
    for (CreateAclsRequest.AclCreation creation : request.creations()) {
      String complaint = complaint(creation);
      complaints.add(complaint);
      if (complaint == null) {
        entries.add(entry(creation));
      }
    }
    return controller
        .submit(new CreateAcls(entries))
        .thenApply(
            answer -> {
              tell(context, entries, answer);
              return response(complaints, answer);
            });
  }

  private void tell(
      RequestContext context, List<AccessControlEntry> entries, Answer<CreateAcls.Reply> answer) {
    if (answer instanceof Answer.Decided<CreateAcls.Reply> decided) {
      for (int i = 0; i < entries.size(); i++) {
        if (decided.reply().results().get(i).refusal() == null) {
          authorization.tell(context, AclText.of(entries.get(i)));
        }
      }
    }
  }

  private static CreateAclsResponse disabled(CreateAclsRequest request) {
    return CreateAclsResponse.builder()
        .results(
            request.creations().stream()
                .map(each -> result(ErrorCode.SECURITY_DISABLED, "No Authorizer is configured."))
                .toList())
        .build();
  }

  private static @Nullable String complaint(CreateAclsRequest.AclCreation creation) {
    if (creation.resourceType() == ResourceType.CLUSTER.id()
        && !creation.resourceName().equals(ResourceType.CLUSTER_NAME)) {
      return "The only valid name for the CLUSTER resource is " + ResourceType.CLUSTER_NAME;
    }
    return creation.resourceName().isEmpty() ? "Invalid empty resource name" : null;
  }

  private static AccessControlEntry entry(CreateAclsRequest.AclCreation creation) {
    return new AccessControlEntry(
        creation.resourceType(),
        creation.resourceName(),
        creation.resourcePatternType(),
        creation.principal(),
        creation.host(),
        creation.operation(),
        creation.permissionType());
  }

  private static CreateAclsResponse response(
      List<@Nullable String> complaints, Answer<CreateAcls.Reply> answer) {
    Iterator<CreateAcls.Result> decided =
        answer instanceof Answer.Decided<CreateAcls.Reply> done
            ? done.reply().results().iterator()
            : null;
    List<CreateAclsResponse.AclCreationResult> results = new ArrayList<>();
    for (String complaint : complaints) {
      if (complaint != null) {
        results.add(result(ErrorCode.INVALID_REQUEST, complaint));
      } else if (decided != null) {
        results.add(result(decided.next().refusal()));
      } else {
        results.add(result(((Answer.Rejected<CreateAcls.Reply>) answer).refusal()));
      }
    }
    return CreateAclsResponse.builder().results(results).build();
  }

  private static CreateAclsResponse.AclCreationResult result(@Nullable Refusal refusal) {
    return refusal == null
        ? result(ErrorCode.NONE, "")
        : result(WireErrors.of(refusal.fault()), refusal.message());
  }

  private static CreateAclsResponse.AclCreationResult result(ErrorCode error, String message) {
    return CreateAclsResponse.AclCreationResult.builder()
        .errorCode(error.code())
        .errorMessage(message)
        .build();
  }
}
