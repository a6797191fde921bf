package io.barnabas.server.api.config;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.barnabas.codec.message.IncrementalAlterConfigsResponse;
import io.barnabas.metadata.controller.Controller;
import io.barnabas.metadata.controller.IncrementalAlterConfigs;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.KeyChange;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.Operation;
import io.barnabas.metadata.controller.IncrementalAlterConfigs.ResourceChange;
import io.barnabas.metadata.image.ConfigResource;
import io.barnabas.server.api.ApiHandler;
import io.barnabas.server.api.ApiSpec;
import io.barnabas.server.api.RequestContext;
import io.barnabas.server.api.config.AlteredResources.Named;
import io.barnabas.server.api.config.AlteredResources.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * IncrementalAlterConfigs (key 44), versions 0-1; flexible from v1 (KIP-339). Levels of loggers are
 * changed here and at once, everything else by the controller.
 */
public final class IncrementalAlterConfigsHandler
    implements ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.INCREMENTAL_ALTER_CONFIGS);

  private final Controller controller;
  private final LoggerConfigs loggers;
  private final OwnConfigs own;
  private final int nodeId;

  public IncrementalAlterConfigsHandler(
      Controller controller, LoggerConfigs loggers, OwnConfigs own, int nodeId) {
    this.controller = controller;
    this.loggers = loggers;
    this.own = own;
    this.nodeId = nodeId;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable IncrementalAlterConfigsResponse> handle(
      RequestContext context, IncrementalAlterConfigsRequest request) {
    AlteredResources altered =
        new AlteredResources(
            request.resources().stream().map(IncrementalAlterConfigsHandler::named).toList());
    List<ResourceChange> changes = new ArrayList<>();
    for (AlterConfigsResource resource : request.resources()) {
      if (!altered.isSettled(named(resource))) {
        Outcome outcome = prepare(resource, request.validateOnly(), changes);
        if (outcome != null) {
          altered.note(named(resource), outcome);
        }
      }
    }
    CompletionStage<?> judged = CompletableFuture.completedFuture(null);
    for (ResourceChange change : List.copyOf(changes)) {
      judged =
          judged
              .thenCompose(before -> own.complaint(change.resource(), then(change)))
              .thenAccept(
                  complaint -> {
                    if (altered.noteIfRefused(change.resource(), complaint)) {
                      changes.remove(change);
                    }
                  });
    }
    return judged
        .thenCompose(
            all -> controller.submit(new IncrementalAlterConfigs(changes, request.validateOnly())))
        .thenApply(
            answer -> {
              altered.take(answer);
              return response(request, altered);
            });
  }

  /** What the configs of this broker become, as far as they are no lists. */
  private Map<String, String> then(ResourceChange change) {
    Map<String, String> configs = new HashMap<>(own.now());
    for (KeyChange key : change.changes()) {
      if (key.operation() == Operation.DELETE) {
        configs.remove(key.key());
      } else if (key.operation() == Operation.SET && key.value() != null) {
        configs.put(key.key(), key.value());
      }
    }
    return configs;
  }

  private static Named named(AlterConfigsResource resource) {
    return new Named(resource.resourceType(), resource.resourceName());
  }

  /** How it ended, or null where the controller is to decide. */
  private @Nullable Outcome prepare(
      AlterConfigsResource resource, boolean validateOnly, List<ResourceChange> changes) {
    List<String> nulls =
        resource.configs().stream()
            .filter(each -> each.value() == null && each.configOperation() != Operation.DELETE.id())
            .map(AlterableConfig::name)
            .toList();
    if (!nulls.isEmpty()) {
      return Outcome.invalid("Null value not supported for : " + String.join(",", nulls));
    }
    long names = resource.configs().stream().map(AlterableConfig::name).distinct().count();
    if (names != resource.configs().size()) {
      return Outcome.invalid("Error due to duplicate config keys");
    }
    ConfigResource.Type type = ResourceTypes.ofId(resource.resourceType());
    if (type == null) {
      return Outcome.invalid("Unknown resource type " + resource.resourceType());
    }
    List<KeyChange> keys = new ArrayList<>();
    for (AlterableConfig config : resource.configs()) {
      Operation operation = Operation.ofId(config.configOperation());
      if (operation == null) {
        return Outcome.invalid("Unknown operations type " + config.configOperation());
      }
      keys.add(new KeyChange(config.name(), operation, config.value()));
    }
    if (type == ConfigResource.Type.BROKER_LOGGER) {
      return ofLoggers(resource.resourceName(), keys, validateOnly);
    }
    changes.add(new ResourceChange(new ConfigResource(type, resource.resourceName()), keys));
    return null;
  }

  private Outcome ofLoggers(String name, List<KeyChange> keys, boolean validateOnly) {
    if (!name.matches("[+-]?[0-9]{1,9}")) {
      return Outcome.invalid("Node id must be an integer, but it is: " + name);
    }
    if (!name.equals(Integer.toString(nodeId))) {
      return Outcome.invalid("Unexpected node id. Expected " + nodeId + ", but received " + name);
    }
    LoggerConfigs.Complaint complaint = loggers.change(keys, validateOnly);
    return complaint == null ? Outcome.DONE : new Outcome(complaint.error(), complaint.message());
  }

  private static IncrementalAlterConfigsResponse response(
      IncrementalAlterConfigsRequest request, AlteredResources altered) {
    return IncrementalAlterConfigsResponse.builder()
        .responses(
            request.resources().stream()
                .map(resource -> result(resource, altered.of(named(resource))))
                .toList())
        .build();
  }

  private static IncrementalAlterConfigsResponse.AlterConfigsResourceResponse result(
      AlterConfigsResource resource, Outcome outcome) {
    return IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
        .errorCode(outcome.error().code())
        .errorMessage(outcome.message())
        .resourceType(resource.resourceType())
        .resourceName(resource.resourceName())
        .build();
  }
}
