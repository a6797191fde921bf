package io.barnabas.server.api.config;

import io.barnabas.codec.ApiKey;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest.AlterConfigsResource;
import io.barnabas.codec.message.IncrementalAlterConfigsRequest.AlterableConfig;
import io.barnabas.codec.message.IncrementalAlterConfigsResponse;
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
import io.barnabas.server.api.config.ConfigAlterer.Proposal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * IncrementalAlterConfigs (key 44), versions 0-1; flexible from v1 (KIP-339). Levels of loggers are
 * changed here and at once, everything else by the controller.
 */
public final class IncrementalAlterConfigsHandler
    implements ApiHandler<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> {
  private static final ApiSpec SPEC = ApiSpec.of(ApiKey.INCREMENTAL_ALTER_CONFIGS);

  private final ConfigAlterer alterer;
  private final LoggerConfigs loggers;
  private final int nodeId;

  public IncrementalAlterConfigsHandler(ConfigAlterer alterer, LoggerConfigs loggers, int nodeId) {
    this.alterer = alterer;
    this.loggers = loggers;
    this.nodeId = nodeId;
  }

  @Override
  public ApiSpec spec() {
    return SPEC;
  }

  @Override
  public CompletionStage<@Nullable IncrementalAlterConfigsResponse> handle(
      RequestContext context, IncrementalAlterConfigsRequest request) {
    List<Proposal<ResourceChange>> changes = new ArrayList<>();
    AlteredResources altered =
        AlteredResources.of(
            request.resources(),
            IncrementalAlterConfigsHandler::named,
            resource -> prepare(resource, request.validateOnly(), changes));
    return alterer
        .alter(altered, changes, left -> new IncrementalAlterConfigs(left, request.validateOnly()))
        .thenApply(
            done ->
                IncrementalAlterConfigsResponse.builder()
                    .responses(done.told(IncrementalAlterConfigsHandler::result))
                    .build());
  }

  /** What the configs of this broker become, as far as they are no lists. */
  private Map<String, String> then(List<KeyChange> changes) {
    Map<String, String> configs = new HashMap<>(alterer.ownNow());
    for (KeyChange key : changes) {
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
      AlterConfigsResource resource, boolean validateOnly, List<Proposal<ResourceChange>> changes) {
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
    ConfigResource named = new ConfigResource(type, resource.resourceName());
    changes.add(new Proposal<>(named, new ResourceChange(named, keys), then(keys)));
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

  private static IncrementalAlterConfigsResponse.AlterConfigsResourceResponse result(
      Named resource, Outcome outcome) {
    return IncrementalAlterConfigsResponse.AlterConfigsResourceResponse.builder()
        .errorCode(outcome.error().code())
        .errorMessage(outcome.message())
        .resourceType(resource.type())
        .resourceName(resource.name())
        .build();
  }
}
