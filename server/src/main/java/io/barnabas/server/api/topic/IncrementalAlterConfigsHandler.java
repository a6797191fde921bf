package io.barnabas.server.api.topic;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.ErrorCode;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest;
import io.barnabas.codec.message.IncrementalAlterConfigsResponse;
import io.barnabas.metadata.controller.Answer;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.IncrementalAlterConfigs;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.ResourceChange;
import io.barnabas.metadata.controller.Refusal;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.WireErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * IncrementalAlterConfigs (key 44), versions 0-1; flexible from v1. Topics only: nothing else has
 * configs that could change while the broker runs.
 */
public final class IncrementalAlterConfigsHandler
    implements ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.INCREMENTAL_ALTER_CONFIGS);

  private record Named(byte type, String name) {}

  private final Controller controller;

  public IncrementalAlterConfigsHandler(Controller controller) {
    this.controller = controller;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable IncrementalAlterConfigsResponse> handle(
      RequestContext context, IncrementalAlterConfigsRequest request) {
    Set<Named> repeated =
        Duplicates.of(
            request.resources().stream()
                .map(each -> new Named(each.resourceType(), each.resourceName()))
                .toList());
    List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> refused = new ArrayList<>();
    List<ResourceChange> changes = new ArrayList<>();
    for (IncrementalAlterConfigsRequest.AlterConfigsResource resource : request.resources()) {
      String mistake = mistake(resource, repeated);
      if (mistake == null) {
        changes.add(change(resource));
      } else {
        refused.add(
            result(
                resource.resourceType(),
                resource.resourceName(),
                ErrorCode.INVALID_REQUEST,
                mistake));
      }
    }
    return controller
        .submit(new IncrementalAlterConfigs(changes, request.validateOnly()))
        .thenApply(answer -> response(changes, refused, answer));
  }

  private static @Nullable String mistake(
      IncrementalAlterConfigsRequest.AlterConfigsResource resource, Set<Named> repeated) {
    if (repeated.contains(new Named(resource.resourceType(), resource.resourceName()))) {
      return "Each resource must appear at most once.";
    }
    if (resource.resourceType() != ConfigResource.Type.TOPIC.id()) {
      return "Configs of resource type "
          + resource.resourceType()
          + " cannot be changed on this broker.";
    }
    for (IncrementalAlterConfigsRequest.AlterableConfig config : resource.configs()) {
      Operation operation = Operation.ofId(config.configOperation());
      if (operation == null) {
        return "Unknown operation type " + config.configOperation() + " for " + config.name();
      }
      if (config.value() == null && operation != Operation.DELETE) {
        return "Null value not supported for : " + config.name();
      }
    }
    Set<String> names =
        Duplicates.of(
            resource.configs().stream()
                .map(IncrementalAlterConfigsRequest.AlterableConfig::name)
                .toList());
    return names.isEmpty()
        ? null
        : "Error due to duplicate config keys : " + String.join(",", names);
  }

  private static ResourceChange change(
      IncrementalAlterConfigsRequest.AlterConfigsResource resource) {
    List<KeyChange> keys = new ArrayList<>();
    for (IncrementalAlterConfigsRequest.AlterableConfig config : resource.configs()) {
      Operation operation = Operation.ofId(config.configOperation());
      if (operation != null) {
        keys.add(new KeyChange(config.name(), operation, config.value()));
      }
    }
    return new ResourceChange(ConfigResource.topic(resource.resourceName()), keys);
  }

  private static IncrementalAlterConfigsResponse response(
      List<ResourceChange> changes,
      List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> refused,
      Answer<IncrementalAlterConfigs.Reply> answer) {
    List<IncrementalAlterConfigsResponse.AlterConfigsResourceResponse> results =
        new ArrayList<>(refused);
    if (answer instanceof Answer.Decided<IncrementalAlterConfigs.Reply> decided) {
      decided
          .reply()
          .results()
          .forEach(each -> results.add(result(each.resource(), each.refusal())));
    } else if (answer instanceof Answer.Rejected<IncrementalAlterConfigs.Reply> rejected) {
      changes.forEach(each -> results.add(result(each.resource(), rejected.refusal())));
    }
    return IncrementalAlterConfigsResponse.builder().responses(results).build();
  }

  private static IncrementalAlterConfigsResponse.AlterConfigsResourceResponse result(
      ConfigResource resource, @Nullable Refusal refusal) {
    byte type = resource.type().id();
    return refusal == null
        ? result(type, resource.name(), ErrorCode.NONE, null)
        : result(type, resource.name(), WireErrors.of(refusal.fault()), refusal.message());
  }

  private static IncrementalAlterConfigsResponse.AlterConfigsResourceResponse result(
      byte type, String name, ErrorCode error, @Nullable String message) {
    return IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
        .errorCode(error.code())
        .errorMessage(message)
        .resourceType(type)
        .resourceName(name)
        .build();
  }
}
